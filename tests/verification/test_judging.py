"""Rounds until a value is precise enough, and the verdict on it."""

from dataclasses import dataclass

import pytest

from backsource.log import Floats
from backsource.streams import stream
from backsource.verification import judging
from backsource.verification.estimates import Value, column
from backsource.verification.judging import Claim, settle
from backsource.verification.trials import Effort, Trial


@dataclass(frozen=True)
class Normals:
    """Normal samples of mean 10, ten a run."""

    sd: float
    runs: int = 10

    def sample(self, run: int) -> Floats:
        return stream(1, run, "normals").normal(10.0, self.sd, (10, 1))


@dataclass(frozen=True)
class Coins:
    """A thousand coins a run, each heads with chance *heads*."""

    heads: float
    runs: int = 20

    def sample(self, run: int) -> Floats:
        return (stream(1, run, "coins").random((1000, 1)) < self.heads).astype(float)


def trial(source: Normals | Coins, periods: float = 100.0) -> Trial:
    return Trial((source,), {}, periods)


def test_rounds_go_on_until_the_error_is_as_asked() -> None:
    (row,) = settle("c", trial(Normals(1.0)), [Claim("n", 10.0, Value(column(0)))], Effort())
    assert row.verdict == "pass"
    assert row.tolerance is not None
    assert 0.5 * 0.04 < row.tolerance <= 0.04 + 1e-6


def test_the_coarser_precision_is_enough_where_the_finer_is_out_of_reach() -> None:
    # At 1 % of the mean a sample, 0.1 % takes 10,000 samples, that is more periods than are in reach here.
    (row,) = settle("c", trial(Normals(1.0), periods=1e6), [Claim("n", 10.0, Value(column(0)))], Effort())
    assert row.verdict == "pass"
    assert row.tolerance is not None
    assert 0.04 < row.tolerance <= 0.2


def test_the_error_of_an_estimated_value_joins_ours() -> None:
    """Ours is at most 0.01, so 10.1 misses alone; beside an error of 0.03, 4 sqrt(0.01^2 + 0.03^2) = 0.126 will do."""
    (alone,) = settle("c", trial(Normals(1.0)), [Claim("n", 10.1, Value(column(0)))], Effort())
    (both,) = settle("c", trial(Normals(1.0)), [Claim("n", 10.1, Value(column(0)), doubt=0.03)], Effort())
    assert (alone.verdict, both.verdict) == ("miss", "pass")
    assert both.tolerance is not None
    assert 0.12 < both.tolerance < 0.13


def test_a_wrong_value_misses() -> None:
    (row,) = settle("c", trial(Normals(1.0)), [Claim("n", 10.2, Value(column(0)))], Effort())
    assert row.verdict == "miss"


def test_what_is_allowed_beyond_errors_counts() -> None:
    (row,) = settle("c", trial(Normals(1.0)), [Claim("n", 10.2, Value(column(0)), extra=0.2)], Effort())
    assert row.verdict == "pass"


def test_a_value_that_stays_too_rough_is_unresolved_not_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "CAP", 3000.0)
    (row,) = settle("c", trial(Normals(20.0)), [Claim("n", 10.0, Value(column(0)))], Effort())
    assert row.verdict == "unresolved"
    assert "too rough" in row.note


def test_a_quick_look_takes_fewer_samples() -> None:
    counts = []
    for coarser in (1.0, 5.0):
        (row,) = settle("c", trial(Normals(1.0)), [Claim("n", 10.0, Value(column(0)))], Effort(coarser))
        counts.append(int(row.note.split()[-2]))
    assert counts[0] > 5 * counts[1]


@pytest.mark.parametrize(("heads", "verdict"), [(2e-5, "pass"), (4e-4, "miss"), (0.0, "pass")])
def test_a_rare_chance_is_judged_by_its_count(heads: float, verdict: str) -> None:
    claim = Claim("n", 5e-5, Value(column(0), "chance"))
    (row,) = settle("c", trial(Coins(heads)), [claim], Effort())
    assert row.verdict == verdict
    assert "100000 runs" in row.note


def test_every_claim_gets_a_verdict_of_its_own() -> None:
    claims = [Claim("right", 10.0, Value(column(0))), Claim("wrong", 11.0, Value(column(0)))]
    verdicts = [row.verdict for row in settle("c", trial(Normals(1.0)), claims, Effort(5.0))]
    assert verdicts == ["pass", "miss"]
