"""The flow equals the peer's trajectories cell by cell, and a second implementation on random networks."""

import numpy as np
import pytest
from peer_oracle import run
from pydantic import TypeAdapter
from random_networks import random_case

from backsource.streams import stream
from backsource.verification.cases import open_cases, read_cases
from backsource.verification.formats import PeerCase
from backsource.verification.peer import peer_rows, trajectory

CASES = [case for case in read_cases(open_cases()) if isinstance(case, PeerCase)]
ADAPTER = TypeAdapter(PeerCase)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_cell_of_the_peers_trajectory_comes_out(case: PeerCase) -> None:
    rows = peer_rows(case)
    assert len(rows) == 27
    assert [row for row in rows if row.verdict != "pass"] == []


@pytest.mark.parametrize("batch", range(20))
def test_a_second_implementation_agrees_on_random_networks(batch: int) -> None:
    rng = stream(20260105, batch, "random networks")
    for _ in range(30):
        case = random_case(rng)
        nodes, links, total = run(case)
        ours = trajectory(ADAPTER.validate_python(case))
        for node in ours.case.nodes:
            columns = ours.node(node)
            for name, values in columns.items():
                np.testing.assert_allclose(values, nodes[node.id, name], atol=1e-9, err_msg=f"{case} {node.id} {name}")
        for a, b in {(key[0], key[1]) for key in links}:
            for name, values in ours.link(a, b).items():
                np.testing.assert_allclose(values, links[a, b, name], atol=1e-9, err_msg=f"{case} {a}-{b} {name}")
        assert ours.total_cost() == pytest.approx(total, abs=1e-6)
