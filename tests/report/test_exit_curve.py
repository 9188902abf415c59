"""The exit curve."""

from datetime import date

import numpy as np

from backsource.report import exit_curve, style


def test_a_future_that_never_leaves_stays_below_the_curve() -> None:
    days = np.array([10.0, 20.0, 20.0, np.nan])
    assert exit_curve.share_left(days, np.array([9.0, 10.0, 19.0, 20.0, 99.0])).tolist() == [
        0.0,
        0.25,
        0.25,
        0.75,
        0.75,
    ]


def test_it_is_drawn_even_where_nobody_ever_leaves() -> None:
    exits = {"gated": np.array([300.0, 340.0, np.nan]), "stuck": np.full(3, np.nan)}
    with style.styled():
        figure = style.canvas(6)
        axes = figure.subplots()
        exit_curve.draw(axes, exits, {"gated": 298.0}, style.pens(["gated", "stuck"], "gated"), date(2026, 1, 5), 400)
        figure.canvas.draw()
    lines = {line.get_label(): np.asarray(line.get_ydata())[-1] for line in axes.lines if line.get_label() in exits}
    assert lines == {"gated": 2 / 3, "stuck": 0.0}
