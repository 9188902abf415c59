"""Observations are inputs, too: what a sample leaves open is found as theory has it, beside inputs and chance."""

from typing import Any

import numpy as np
import pytest
from tests.experiment.test_vary_variations import DAYS, WORLD, make

from backsource.config import scenario_from
from backsource.config.samples import samples_in, scenario_with_samples
from backsource.experiment.vary import Pair, base_of, uncertainty
from backsource.experiment.vary.draws import drawn
from backsource.units import Amount

SEEN = [float(number) for number in range(5, 16)]
"""Eleven observed days: mean 10, variance (11^2 - 1) / 12 = 10."""
PATH = "markets.m.demand.amount"
STAYING = Pair("stay", "new", True, np.nan)


def observed(unsure: dict[str, Any]) -> dict[str, Any]:
    demand = {"per": "day", "amount": {"values": [f"{number:g} pieces" for number in SEEN]}}
    return {"markets": {"m": {**WORLD["markets"]["m"], "demand": demand}}, "unsure": unsure}


def test_a_sample_leaves_open_what_the_bootstrap_of_its_mean_does() -> None:
    """A run costs p (X_1 + .. + X_D). Over resamples of n its mean has variance (pD)^2 s^2 / n, and a run about it
    p^2 D s^2 (n - 1) / n: the data's share is D / (D + n - 1) = 30 / 40.
    """
    found = uncertainty(base_of(make(**observed({}))), STAYING, draws=40, futures=12)
    assert (found.data, [one.basis for one in found.inputs]) == (1, ["11 observations"])
    assert found.level.input_share.estimate == pytest.approx(DAYS / (DAYS + len(SEEN) - 1), abs=0.15)
    assert found.level.input_share.low < 0.75 < found.level.input_share.high
    assert found.level.spread[0] == pytest.approx(10 * DAYS * np.sqrt(10 / 11), rel=0.25)
    assert found.level.shares[0] > 0.8


def test_data_and_an_unsure_input_share_what_is_open() -> None:
    """Prices uniform over a width of w move the cost by (D m)^2 w^2 / 12, the sample by (D p)^2 s^2 / n: with p = m
    and w^2 / 12 = s^2 / n by as much."""
    half = np.sqrt(12 * 10 / 11) / 2
    price = {"range": [f"{10 - half} EUR/piece", f"{10 + half} EUR/piece"], "basis": "quoted"}
    found = uncertainty(base_of(make(**observed({"lanes.old.price": price}))), STAYING, draws=40, futures=5)
    by_name = {one.name: found.level.shares[place] for place, one in enumerate(found.inputs)}
    assert by_name == {"old price": pytest.approx(0.5, abs=0.2), "m demand amount": pytest.approx(0.5, abs=0.2)}


def test_each_draw_has_a_resample_in_a_stream_of_its_name() -> None:
    """As many as there are, all among them, others in every draw, and the same whatever the number of draws."""
    base = base_of(make(**observed({})))
    few, more = (drawn(base, ("stay",), count, 2, resampled=True) for count in (3, 5))
    assert np.array_equal(few.moments, more.moments[:3])
    assert np.array_equal(few.samples, more.samples[:3])
    assert len(np.unique(more.moments[:, 0, 0])) > 1


def test_observations_are_values_without_chances() -> None:
    """With chances they are a law, in order they are a list, and one value alone leaves nothing open."""
    days = {"values": ["1 day", "3 days"]}
    lead = {
        "observed": days, "law": {**days, "chances": ["50 %", "50 %"]}, "listed": {"listed": ["1 day", "3 days"]},
        "once": {"values": ["2 days", "2 days"]}, "gamma": {"mean": "2 days", "cv": 0.5},
    }  # fmt: skip
    plain = {key: value for key, value in WORLD["lanes"]["old"].items() if key != "promised"}
    lanes = {name: {**plain, "lead_time": given} for name, given in lead.items()}
    stocks = {"p/part": {**WORLD["stocks"]["p/part"], "sources": {"observed": 1, **dict.fromkeys(list(lead)[1:], 0)}}}
    scenario = scenario_from({**WORLD, "lanes": lanes, "stocks": stocks, "unsure": {}})
    assert list(samples_in(scenario)) == ["lanes.observed.lead_time"]


def test_other_observations_change_the_distribution_and_nothing_else() -> None:
    scenario = make(**observed({"lanes.old.price": WORLD["unsure"]["lanes.old.price"]})).scenario
    again = scenario_with_samples(scenario, {PATH: [Amount(7.0, "piece")] * 11})
    assert again.markets["m"].demand.amount.values == [Amount(7.0, "piece")] * 11  # type: ignore[union-attr]
    assert scenario_with_samples(again, {}) == again
    assert again.model_copy(update={"markets": scenario.markets}) == scenario


def test_data_of_which_unsure_says_how_it_may_differ_is_not_resampled() -> None:
    """A factor on the whole sample is said; a second doubt about the same numbers would count it twice."""
    unsure = {f"{PATH}.values.0": {"range": ["4 pieces", "6 pieces"]}}
    assert base_of(make(**observed(unsure))).sources == ()
