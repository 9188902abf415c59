"""Figures: they are drawn without a screen, the same input gives the same bytes, and nothing lies on anything else."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import networkx as nx
import numpy as np
import pytest
from matplotlib.text import Text
from stored_runs import write

from backsource.config import schedule_from
from backsource.report import (
    calendar,
    differences,
    network_map,
    over_time,
    over_time_differences,
    over_time_figures,
    style,
)
from backsource.report.over_time_figures import marks_of
from backsource.results import Inputs, Run, read

ITEMS = SimpleNamespace(items={name: SimpleNamespace(unit="piece") for name in ("x", "pallet")})
"""All that a picture needs to know of a scenario."""
START = date(2026, 1, 5)


def a_network() -> "nx.MultiDiGraph[str]":
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(scenario=ITEMS)
    for name, kind in (("s1", "supplier"), ("forge", "feed"), ("coat", "feed"), ("mine", "feed"), ("plant", "plant")):
        graph.add_node(name, kind=kind, lines={"make": None} if name == "plant" else {}, markets={})
    graph.nodes["plant"]["markets"] = {"oem": SimpleNamespace(item="x")}
    for origin, target in (("s1", "plant"), ("forge", "plant"), ("coat", "plant"), ("mine", "forge")):
        graph.add_edge(origin, target, key=origin, name=origin, item="x")
    return graph


def test_material_flows_from_left_to_right() -> None:
    graph = network_map.drawable(a_network(), "plant")
    where = network_map.places(graph)
    assert all(where[origin][0] < where[target][0] for origin, target in graph.edges())
    assert where["oem"][0] == 1.0


def test_no_two_sites_stand_on_each_other() -> None:
    where = network_map.places(network_map.drawable(a_network(), "plant"))
    assert len(set(where.values())) == len(where)


def test_a_cycle_is_drawn_all_the_same() -> None:
    graph = a_network()
    graph.add_edge("plant", "s1", key="back", name="back", item="pallet")
    assert len(network_map.places(network_map.drawable(graph, "plant"))) == 6


def test_a_large_network_is_cut_to_the_sites_around_the_one_that_changes() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(scenario=ITEMS)
    nx.add_path(graph, [f"site{n}" for n in range(200)])
    for _, facts in graph.nodes(data=True):
        facts["markets"] = {}
    for number, (_, _, facts) in enumerate(graph.edges(data=True)):
        facts.update(name=f"lane{number}", item="x")
    drawn = network_map.drawable(graph, "site100")
    assert len(drawn) == network_map.MOST_SITES
    assert {"site90", "site100", "site110"} <= set(drawn)


def test_labels_of_the_network_do_not_overlap() -> None:
    graph = network_map.drawable(a_network(), "plant")
    volumes = {"lane s1": 600.0, "lane forge": 620.0, "lane coat": 70.0, "line make": 600.0, "market oem": 1200.0}
    with style.styled():
        figure = style.canvas(7)
        axes = figure.subplots(1, 2)[0]
        network_map.draw(axes, graph, network_map.places(graph), volumes, {"piece": 1200.0})
        figure.canvas.draw()
        boxes = [text.get_window_extent() for text in axes.texts if isinstance(text, Text) and text.get_text()]
    assert len(boxes) >= 6
    assert not [(a, b) for n, a in enumerate(boxes) for b in boxes[:n] if a.overlaps(b)]


def test_the_same_figure_has_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        with style.styled():
            figure = style.canvas(5)
            calendar.draw(figure.subplots(), {"stay": np.zeros(60), "jump": np.linspace(0, 1, 60)}, START)
            style.save(figure, tmp_path / folder, "calendar")
    for name in ("calendar.svg", "calendar.png"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert b"<dc:date>" not in (tmp_path / "one" / "calendar.svg").read_bytes()


def test_schedules_differ_in_more_than_hue() -> None:
    pens = style.pens(["a", "stay", "b", "c", "d"], "stay")
    assert pens["stay"].colour == style.PENS[0].colour
    assert len({pen.marker for pen in pens.values()}) == 5
    assert len({pen.colour for pen in pens.values()}) == 5


def test_bands_show_the_middle_of_the_futures() -> None:
    """Of the values 0 .. 100 in every week the median is 50, the 10 and 90 % quantiles are 10 and 90."""
    curves = np.repeat(np.arange(101.0)[:, None], 8, axis=1)
    with style.styled():
        axes = style.canvas(5).subplots()
        over_time.band(axes, np.quantile(curves, over_time.BAND, axis=0), style.PENS[1], START)
    low, high, middle = (line.get_ydata()[0] for line in axes.lines)
    assert (low, middle, high) == pytest.approx((10, 50, 90))


def test_weeks_without_a_value_leave_a_hole() -> None:
    quantiles = np.array([[1.0, np.nan, 3.0], [1.5, np.nan, 4.0], [2.0, np.nan, 5.0]])
    with style.styled():
        axes = style.canvas(5).subplots()
        over_time.band(axes, quantiles, style.PENS[1], START)
    np.testing.assert_array_equal(np.isnan(axes.lines[-1].get_ydata()), [False, True, False])


def test_bands_of_differences_hold_at_all_weeks_at_once() -> None:
    """1 to 5 and 2 to 10 in the two weeks that vary: t(4) at 1 - 0.05/4 is 3.495, errors are 0.7071 and 1.4142."""
    control = np.zeros((6, 3))
    own = np.array([[k, 2.0 * k, 7.0] for k in range(1, 6)])
    (band,) = over_time_differences.bands({"stay": control, "jump": own}, ["jump"], "stay").values()
    np.testing.assert_allclose(band.mean, [3.0, 6.0, 7.0])
    np.testing.assert_allclose(band.high - band.mean, [3.495 * 0.70711, 3.495 * 1.41421, 0.0], atol=0.002)
    assert band.futures == 5


def test_a_week_with_fewer_than_five_pairs_has_no_band() -> None:
    own = np.tile(np.arange(6.0)[:, None], 2)
    own[:2, 1] = np.nan
    found = over_time_differences.bands({"stay": np.zeros((6, 2)), "jump": own}, ["jump"], "stay")["jump"]
    np.testing.assert_array_equal(np.isnan(found.low), [False, True])
    assert over_time_differences.bands({"stay": np.zeros((4, 2)), "jump": own}, ["jump"], "stay") == {}


def test_a_difference_is_drawn_where_its_interval_lies() -> None:
    with style.styled():
        axes = style.canvas(5).subplots()
        one = differences.Difference("jump", np.array([1.0, 2.0, 3.0]), 2.0, 1.5, 2.5)
        differences.draw(axes, [one], {"jump": style.PENS[1]}, matters=0.5)
    spans = [tuple(line.get_xdata()) for line in axes.lines]
    assert (1.5, 2.5) in spans
    assert [label.get_text() for label in axes.get_yticklabels()] == ["jump"]


def test_marks_are_the_dates_of_the_schedule() -> None:
    schedule = schedule_from(
        {
            "schedule": "jump", "stock": "plant/x", "notice": {"contract": "c", "date": "2026-03-01"},
            "opens": {"make": "2026-06-01"}, "share": [{"date": "2026-06-01", "make": "100 %", "buy": "0 %"}],
        }
    )  # fmt: skip
    assert marks_of(schedule) == {date(2026, 3, 1): "N", date(2026, 6, 1): "OS"}


def test_no_two_ticks_of_a_curve_that_stays_at_zero_read_the_same() -> None:
    from matplotlib.figure import Figure

    figure = Figure()
    axes = figure.subplots()
    axes.set_ylim(0.0, 1.0)
    over_time.trim(axes, percent=False)
    figure.canvas.draw()
    labels = [label.get_text() for label in axes.get_yticklabels()]
    assert len(set(labels)) == len(labels)


def test_bands_over_time_take_in_runs_without_whole_curves_and_differences_say_of_how_many_they_are(
    tmp_path: Path,
) -> None:
    """Five of eight futures keep their curves; the backlog of the other three, 100, is the upper edge all the same."""
    runs = [
        Run(name, number, f"e{number}", "d", {"total_cost": 1.0}, weekly={
            "day": np.array([0.0, 7.0]), "made_share": np.array([0.5, 0.5]), "stock": np.array([1.0, 2.0]),
            "backlog": np.array([more, more + 100.0 * (number > 4)]),
        })
        for name, more in (("stay", 0.0), ("jump", 2.0)) for number in range(8)
    ]  # fmt: skip
    write(tmp_path, Inputs("{}", "{}", dict.fromkeys(("stay", "jump"), "{}"), {}, 1, "h"), runs, whole=5)
    schedules = [schedule_from({"schedule": name}) for name in ("stay", "jump")]
    pens = style.pens(["stay", "jump"], "stay")
    with style.styled():
        found = over_time_figures.drawn(read(tmp_path), SimpleNamespace(start=START), schedules, pens, "stay")
    assert list(found) == ["over-time", "over-time-differences"]
    levels, apart = found.values()
    assert levels is not None
    assert apart is not None
    high = levels.axes[5].lines[2].get_ydata()
    assert high[1] == pytest.approx(102.0, rel=0.01)
    assert "mean of 5 futures" in apart.get_supxlabel()
    assert "95 % simultaneous over all weeks" in apart.get_supxlabel()
