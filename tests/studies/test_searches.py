"""The searches that are kept: their READMEs tell what came out, and it can be made again."""

from pathlib import Path

import pytest
from references import ROOT

from backsource.experiment import load
from backsource.experiment.search import Asked
from backsource.experiment.search.futures import Simulated
from backsource.results.search_record import SearchRecord, record_in

SEARCHES = sorted(
    path.parent for path in (ROOT / "experiments").glob("*/study.yaml") if "\nsearch:" in path.read_text()
)


@pytest.fixture(params=SEARCHES, ids=lambda path: path.name)
def place(request: pytest.FixtureRequest) -> Path:
    assert isinstance(request.param, Path)
    return request.param


def kept(place: Path) -> SearchRecord:
    return record_in(ROOT / "results" / "reference" / place.name)


def test_a_readme_tells_what_came_out(place: Path) -> None:
    """Means of the search and of the selection [million], and the futures of the selection."""
    record = kept(place)
    means = {f"point/{'-'.join(map(str, one.point))}": one.means for one in record.seen}
    readme = (place / "README.md").read_text(encoding="utf-8")
    for key, values in record.samples["selection"].items():
        found = means.get(key) or (record.samples["search"][key][:, 0].mean(),)
        assert f"| {found[0] / 1e6:.2f} | {values[:, 0].mean() / 1e6:.2f} | {len(values)} |" in readme, key


def test_a_future_of_each_purpose_is_made_again(place: Path) -> None:
    experiment = load(place / "study.yaml")
    asked, record = Asked.of(experiment), kept(place)
    for purpose in ("search", "selection", "estimate"):
        name = next(name for name in record.samples[purpose] if name in asked.written)
        found = Simulated(experiment, asked.measures, 1)({name: asked.written[name]}, asked.seeds[purpose], range(1))
        assert found[name][0] == pytest.approx(record.samples[purpose][name][0], rel=1e-8)
