"""Times to survive and concentration of the known cases, read from the case files and built as scenarios."""

import json
from typing import Any

import pytest

from backsource.config import Scenario, scenario_from
from backsource.network.dependency import Loss, depend
from backsource.verification.cases import open_cases

CASES = json.loads((open_cases() / "analytic" / "cases.json").read_text())


def of_kind(kind: str) -> list[dict[str, Any]]:
    found = [case for case in CASES if case["kind"] == kind]
    assert found
    return found


def network(**changes: Any) -> Scenario:
    base = {"scenario": "case", "start": "2026-01-05", "horizon": "365 days", "items": {"good": {"unit": "piece"}},
            "sites": {"shop": {"kind": "plant"}}}  # fmt: skip
    return scenario_from({**base, **changes})


def loss_of(scenario: Scenario, part: str) -> Loss:
    (picture,) = depend(scenario).pictures
    (found,) = [loss for loss in picture.losses if loss.part == part]
    return found


def lane(item: str, origin: str, **more: str) -> dict[str, str]:
    return {"item": item, "from": origin, "to": "shop", "promised": "0 days", **more}


@pytest.mark.parametrize("case", of_kind("time to survive / recover, one item"), ids=lambda case: case["id"])
def test_stock_and_another_source_survive_as_in_the_case(case: dict[str, Any]) -> None:
    """Stock of I, a main source that stops for TTR, another of rate c; demand d."""
    known, expected = case["parameters"], case["expected"]
    for recovery in known["TTR"]:
        scenario = network(
            sites={"shop": {"kind": "plant"}, "main": {"kind": "feed"}, "other": {"kind": "feed"}},
            stocks={"shop/good": {"base_stock": f"{known['I']} pieces", "sources": {"big": "100 %", "small": "0 %"}}},
            lanes={"big": lane("good", "main"), "small": lane("good", "other", capacity=f"{known['c']} pieces/day")},
            markets={"m": {"item": "good", "from": "shop", "demand": {"per": "day", "mean": f"{known['d']} pieces"}}},
            outages={"fire": {"hits": ["main"], "every": "900 days", "lasts": f"{recovery} days"}},
        )
        found, told = loss_of(scenario, "site main"), expected[str(recovery)]
        assert found.survives == pytest.approx(told["tts"], rel=1e-6)
        assert found.recovers == recovery
        assert found.short == pytest.approx(told["units_short"], abs=1e-4)
        assert found.left == pytest.approx(known["c"] / known["d"])


@pytest.mark.parametrize(
    "case", of_kind("time to recover, several products (linear program)"), ids=lambda case: case["id"]
)
def test_several_products_of_one_component_survive_as_in_the_case(case: dict[str, Any]) -> None:
    """The component is shared, so that the best allocation counts; lost units as a sum, which is what we weigh."""
    known, expected = case["parameters"], case["expected"]
    products = range(len(known["dem"]))
    for recovery in known["TTR"]:
        quick = {"site": "shop", "rate": "1000 pieces/day", "ready": "same_day"}
        lines = {f"line{one}": {**quick, "makes": f"good{one}", "bom": {"part": f"{known['use'][one]} pieces"}}
                 for one in products}  # fmt: skip
        scenario = network(
            items={name: {"unit": "piece"} for name in ("part", *(f"good{one}" for one in products))},
            sites={"shop": {"kind": "plant"}, "main": {"kind": "feed"}, "other": {"kind": "feed"}},
            stocks={
                "shop/part": {"base_stock": f"{known['inv_c']} pieces", "sources": {"big": "100 %", "small": "0 %"}},
                **{f"shop/good{one}": {"base_stock": f"{known['inv_fg'][one]} pieces"} for one in products},
            },
            lanes={"big": lane("part", "main"),
                   "small": lane("part", "other", capacity=f"{known['cap_alt']} pieces/day")},
            lines=lines,
            markets={f"m{one}": {"item": f"good{one}", "from": "shop",
                                 "demand": {"per": "day", "mean": f"{known['dem'][one]} pieces"}} for one in products},
            outages={"fire": {"hits": ["main"], "every": "900 days", "lasts": f"{recovery} days"}},
        )  # fmt: skip
        found, told = loss_of(scenario, "site main"), expected["by_ttr"][str(recovery)]
        assert found.exact
        assert found.survives == pytest.approx(expected["tts"], rel=1e-6)
        assert found.short == pytest.approx(sum(told["lost_units"]), abs=1e-3)


@pytest.mark.parametrize("case", of_kind("dependency concentration"), ids=lambda case: case["id"])
def test_sources_are_as_concentrated_as_in_the_case(case: dict[str, Any]) -> None:
    """A source a share; all from one country, which is as concentrated as can be."""
    volumes = case["parameters"]["shares"]
    names = [f"s{place}" for place in range(len(volumes))]
    split = {name: f"{100 * volume / sum(volumes)} %" for name, volume in zip(names, volumes, strict=True)}
    scenario = network(
        sites={"shop": {"kind": "plant"}, **{name: {"kind": "feed", "country": "DE"} for name in names}},
        stocks={"shop/good": {"base_stock": "9 pieces", "sources": split}},
        lanes={name: lane("good", name) for name in names},
        markets={"m": {"item": "good", "from": "shop", "demand": {"per": "day", "mean": "5 pieces"}}},
    )
    (picture,) = depend(scenario).pictures
    (found,) = [one for one in picture.concentrated if one.stock == "shop/good"]
    assert found.by_source.index == pytest.approx(case["expected"]["hhi_0_1"])
    assert found.by_source.effective == pytest.approx(case["expected"]["effective_number"])
    assert found.by_country.effective == pytest.approx(1)
    assert found.unseen
