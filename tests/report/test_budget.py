"""What a forecast says: futures, runs and minutes by rule, what is proposed, what no pilot can tell."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pytest

from backsource.inference import Effort
from backsource.inference.pairing import MOST
from backsource.measures import Measure
from backsource.report import budget


@dataclass(frozen=True)
class Asked:
    measure: Measure = field(default_factory=lambda: Measure("total_cost", "EUR", "", "", "min"))
    arms: tuple[str, ...] = ("stay", "gated")


@dataclass(frozen=True)
class Foretold:
    """A forecast made by hand; a run takes a minute."""

    contest: Asked = field(default_factory=Asked)
    futures: int = 20
    matters: float = 250_000.0
    proposed: bool = False
    rules: Mapping[str, Effort] = field(
        default_factory=lambda: {
            "fixed": Effort({0: 300, 1: 300}, 300),
            "kn": Effort({0: 120, 1: 80}, 400),
            "rinott": Effort({0: 12_345, 1: 20}, 12_345),
        }
    )
    precision: Mapping[str, int] = field(default_factory=dict)
    floors: Mapping[str, int] = field(default_factory=dict)
    pairing: float = 4.0
    workers: int = 2

    def minutes(self, effort: Effort) -> float:
        return effort.runs / self.workers


def said(found: Foretold) -> str:
    text = budget.lines("study", found)
    assert max(map(len, text)) <= 80
    return " ".join(" ".join(text).split())


def test_the_answer_names_the_rule_that_takes_least_time() -> None:
    """200 runs of a minute by two workers: 100 minutes, 1.7 hours."""
    text = said(Foretold())
    assert (
        "Answer to tell differences of 250,000 EUR of total cost takes about 200 runs by KN, 1.7 hours with 2 "
        "worker(s). rule"
    ) in text
    assert "a fixed number for all 300 600 5.0 hours" in text
    assert "KN: drop who is beaten 80 to 120 200 1.7 hours" in text
    assert "Rinott: two stages 20 to 12,000 12,000 4.3 days" in text
    assert "KN ends after 400 futures at the latest; common random numbers cut the futures by 4.0x." in text


def test_floors_that_take_longer_than_the_rule_are_said_in_the_answer() -> None:
    floors = {"stop": 320, "gap": 20}
    text = said(replace(Foretold(), floors=floors, precision={"total_cost": 90}))
    assert "with 2 worker(s); the floors take up to 320 futures each." in text
    assert "precision of total_cost 90 floor stop 320 floor gap 20" in text
    assert "the floors take" not in said(replace(Foretold(), floors={"gap": 20}))


def test_what_is_not_said_to_matter_is_proposed() -> None:
    text = said(replace(Foretold(), proposed=True, matters=25_000.0))
    assert "names no smallest difference that matters; `matters: 25000` (25,000 EUR of total cost) is proposed" in text


def test_a_pilot_without_any_difference_says_so() -> None:
    text = said(replace(Foretold(), rules={}, matters=0.0, proposed=True, pairing=float("nan")))
    assert "total cost is the same under all schedules in every future of the pilot; another primary" in text
    assert "common random numbers" not in text


def test_what_nobody_could_run_is_told_as_never() -> None:
    rules = {"kn": Effort({0: MOST, 1: MOST}, MOST)}
    text = said(replace(Foretold(), rules=rules, floors={"stop": MOST}, pairing=0.5))
    assert "Answer differences of 250,000 EUR of total cost would never be told; a larger one would do." in text
    assert "KN: drop who is beaten never never never" in text
    assert "floor stop never" in text
    assert "common random numbers raise the futures by 2.0x" in text


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0.001, "1 s"), (0.5, "30 s"), (59.0, "59 min"), (90.0, "1.5 hours"), (3000.0, "2.1 days"), (1.1e6, "2.1 years")],
)
def test_times_are_in_the_unit_that_a_person_would_take(minutes: float, words: str) -> None:
    one = replace(Foretold(), rules={"kn": Effort({0: 1}, 1)}, workers=1)
    object.__setattr__(one, "minutes", lambda _: minutes)
    assert f"runs by KN, {words} with" in said(one)


def test_plain_data_names_the_schedules() -> None:
    plain = budget.as_plain("study", replace(Foretold(), floors={"stop": 320}))
    assert plain["rules"]["kn"] == {  # type: ignore[index]
        "futures": {"stay": 120, "gated": 80}, "runs": 200, "at_most": 400, "minutes": 100.0,
    }  # fmt: skip
    assert (plain["matters"], plain["proposed"], plain["floors"]) == (250_000.0, False, {"stop": 320})
