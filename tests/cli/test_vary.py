"""`backsource vary`: the answer in the first line, figures and numbers beside the results, plain refusals."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

Command = Callable[..., Result]


@pytest.fixture(scope="module")
def unsure(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study of two schedules in a world with two unsure inputs."""
    folder = tmp_path_factory.mktemp("vary")
    (folder / "configs").mkdir()
    (folder / "configs" / "world.yaml").write_text(
        """\
scenario: steady
start: 2026-01-05
horizon: 60 days
currency: EUR
items: {part: {unit: piece}}
sites: {cheap: {kind: feed}, dear: {kind: feed}, p: {kind: plant}}
stocks: {p/part: {base_stock: 70 pieces, opening: 50 pieces, sources: {old: 1, new: 0}}}
lanes:
  old: {item: part, from: cheap, to: p, price: 10 EUR/piece, promised: 2 days}
  new: {item: part, from: dear, to: p, price: 12 EUR/piece, promised: 2 days}
markets: {m: {item: part, from: p, demand: {per: day, mean: 10 pieces, cv: 0.2}}}
unsure:
  lanes.old.price: {range: [8 EUR/piece, 18 EUR/piece], basis: quoted}
  lanes.new.price: {range: [11 EUR/piece, 13 EUR/piece], basis: judged}
""",
        encoding="utf-8",
    )
    (folder / "configs" / "stay.yaml").write_text("schedule: stay\n", encoding="utf-8")
    (folder / "configs" / "new.yaml").write_text(
        "schedule: new\nstock: p/part\nshare: [{date: 2026-01-10, old: 0 %, new: 100 %}]\n", encoding="utf-8"
    )
    study = folder / "study.yaml"
    study.write_text(
        """\
study: steady
scenario: configs/world.yaml
schedules: [configs/stay.yaml, configs/new.yaml]
control: stay
seed: 3
replications: 5
window: 2026-01-20..2026-02-28
reference: 2026-01-05..2026-01-09
""",
        encoding="utf-8",
    )
    return study


def test_corners_say_in_how_many_the_choice_holds(command: Command, unsure: Path, tmp_path: Path) -> None:
    """Staying costs 8 or 18, going over 11 or 13: staying holds in the two corners with 8."""
    result = command("vary", unsure, "--pick", "stay", "--jobs", 1, "--out", tmp_path)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("Answer  the choice of stay holds in 2 of 4 corners; of those that break it, old")
    assert "Measure old price first." in " ".join(result.stdout.split())
    kept = json.loads((tmp_path / "vary-corners.json").read_text(encoding="utf-8"))
    assert (kept["holds"], kept["corners"], kept["measure_first"][0]) == (2, 4, "lanes.old.price")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "points.sqlite", "vary-corners.json", "vary-corners.png", "vary-corners.svg",
    ]  # fmt: skip


VARIATIONS = [
    (("tornado", "--futures", 2), "old price is 18 EUR/piece"),
    (("sweep", "lanes.old.price", "--levels", "9 EUR/piece, 15 EUR/piece", "--futures", 2), "above old price"),
    (("tipping", "--futures", 2), "old price"),
    (("morris", "--points", 2, "--futures", 1), "old price moves new minus stay most"),
    (("sobol", "--points", 2, "--futures", 1), "old price"),
    (("uncertainty", "--points", 4, "--futures", 2), "unsure inputs"),
    (("information", "--points", 6, "--futures", 2), "measure"),
]


@pytest.mark.parametrize(("words", "said"), VARIATIONS, ids=[str(words[0]) for words, _ in VARIATIONS])
def test_every_variation_answers_first_and_draws(
    command: Command, unsure: Path, tmp_path: Path, words: tuple[object, ...], said: str
) -> None:
    result = command("vary", unsure, *words, "--pick", "new", "--jobs", 1, "--out", tmp_path)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("Answer  ")
    assert said in " ".join(result.stdout.split())
    assert all(len(line) <= 100 for line in result.stdout.splitlines() if not line.startswith("Results"))
    assert list(tmp_path.glob("*.png"))
    assert "runs" in result.stderr


def test_floors_take_part(command: Command, unsure: Path, tmp_path: Path) -> None:
    """More than 450 EUR a day on average over 40 days may be spent in 10 % of futures. Staying costs 130 a day on
    average and 180 at most, so it is out of the question whatever else it is; going over costs 110 to 130."""
    text = unsure.read_text(encoding="utf-8")
    study = unsure.with_name("floored.yaml")
    floors = "floors: {dear: {measure: total_cost, above: 5800, chance: 10 %}}\n"
    study.write_text(text.replace("study: steady", "study: floored") + floors, encoding="utf-8")
    words = ("corners", "--jobs", 1, "--out", tmp_path, "--no-figures", "--futures", 2)
    result = command("vary", study, *words)
    said = " ".join(result.stdout.split())
    assert result.exit_code == 0, result.output
    assert "choice new, the best on average of a pilot among those that keep the floors there" in said
    assert "Floor dear (at most 10 %): new breaks it in 0 of 8 futures" in said
    assert "too few to say" in said
    kept = json.loads((tmp_path / "vary-corners.json").read_text(encoding="utf-8"))
    (floor,) = kept["floors"]
    assert floor["share"] == {"new": 0.0, "stay": 0.5}
    assert "No choice, since over all corners floors are broken too often: stay." in said


def test_the_choice_is_that_of_the_runs_of_the_study_where_there_are_any(
    command: Command, unsure: Path, tmp_path: Path
) -> None:
    """Once `compare` has run, nobody needs a pilot."""
    study = unsure.with_name("ran.yaml")
    study.write_text(unsure.read_text(encoding="utf-8").replace("study: steady", "study: ran"), encoding="utf-8")
    assert command("compare", study, "--jobs", 1, "--no-corners", "--no-figures").exit_code == 0
    result = command("vary", study, "tornado", "--futures", 2, "--jobs", 1, "--out", tmp_path, "--no-figures")
    assert result.exit_code == 0, result.output
    assert "the choice of the 5 futures of the study" in " ".join(result.stdout.split())
    assert "pilot" not in result.output


def test_json_is_one_object_with_the_answer_in_it(command: Command, unsure: Path, tmp_path: Path) -> None:
    words = ("tornado", "--pick", "new", "--futures", 1, "--jobs", 1, "--out", tmp_path, "--no-figures", "--json")
    found = json.loads(command("vary", unsure, *words).stdout)
    assert (found["variation"], found["choice"], found["figures"]) == ("tornado", "new", [])
    assert {one["path"] for one in found["inputs"]} == {"lanes.old.price", "lanes.new.price"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("sweep",), "no path"),
        (("tornado", "lanes.old.price"), "moves all inputs"),
        (("corners", "--points", 4), "has its own points"),
        (("sobol", "--points", 6), "a power of 2"),
        (("sweep", "lanes.old.prize"), "price"),
        (("sweep", "lanes.old.price", "--levels", "9 days"), "9 days"),
        (("corners", "--pick", "leap"), "one of stay, new would do"),
    ],
)
def test_what_does_not_go_together_is_bad_input(
    command: Command, unsure: Path, tmp_path: Path, words: tuple[object, ...], said: str
) -> None:
    result = command("vary", unsure, *words, "--jobs", 1, "--out", tmp_path / "out")
    assert result.exit_code == 2, result.output
    assert said in result.stderr
    assert "Traceback" not in result.output
    assert not (tmp_path / "out").exists()
