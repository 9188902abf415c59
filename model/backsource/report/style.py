"""How every figure looks: print size, colours that survive colour blindness and a grey copy, and how it is saved."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from backsource.results import whole_file

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH = 18 / 2.54
"""Width of a figure across a page of A4 [inches]."""
CAPTION = 140
"""Letters in a line under a figure."""
INK = "#222222"
QUIET = "#8a8a8a"
"""Grid, reference lines and remarks."""


@dataclass(frozen=True)
class Pen:
    """How one schedule is drawn: it differs from the others in hue, in darkness, in dash and in marker."""

    colour: str
    dash: str | tuple[int, tuple[int, ...]]
    marker: str


PENS = (
    # Okabe and Ito (2008), ordered so that neighbours also differ in lightness.
    Pen("#555555", (0, (4, 2)), "o"),
    Pen("#D55E00", "-", "s"),
    Pen("#0072B2", "-", "^"),
    Pen("#009E73", (0, (6, 1, 1, 1)), "D"),
    Pen("#CC79A7", (0, (1, 1)), "v"),
    Pen("#E69F00", "-", "P"),
    Pen("#000000", (0, (3, 1, 1, 1)), "X"),
    Pen("#56B4E9", (0, (5, 1)), "*"),
)
SETTINGS: dict[Any, Any] = {
    "font.family": "DejaVu Sans", "font.size": 8, "axes.titlesize": 8, "axes.labelsize": 8, "xtick.labelsize": 7,
    "ytick.labelsize": 7, "legend.fontsize": 7, "figure.titlesize": 9, "axes.titlelocation": "left",
    "axes.edgecolor": INK, "axes.labelcolor": INK, "text.color": INK, "xtick.color": INK, "ytick.color": INK,
    "axes.linewidth": 0.6, "lines.linewidth": 1.2, "grid.linewidth": 0.4, "grid.color": "#dddddd",
    "xtick.major.width": 0.6, "ytick.major.width": 0.6, "axes.spines.top": False, "axes.spines.right": False,
    "svg.hashsalt": "backsource", "svg.fonttype": "path", "figure.constrained_layout.use": True,
}  # fmt: skip


def pens(schedules: Sequence[str], control: str) -> dict[str, Pen]:
    """A pen for each schedule; the control always has the grey dashed one."""
    others = [name for name in schedules if name != control]
    chosen = {name: PENS[1 + place % (len(PENS) - 1)] for place, name in enumerate(others)}
    return {name: PENS[0] if name == control else chosen[name] for name in schedules}


@contextmanager
def styled() -> Iterator[None]:
    """Draw on no screen and in this style; the settings of the caller come back afterwards."""
    import matplotlib as mpl

    with mpl.rc_context(SETTINGS):
        yield


def canvas(height: float) -> "Figure":
    """An empty figure as wide as a page [cm of height], tied to no window."""
    from matplotlib.figure import Figure

    return Figure(figsize=(WIDTH, height / 2.54))


def caption(figure: "Figure", *texts: str) -> None:
    """Lines of small print under a figure."""
    text = "\n".join(line for text in texts for line in wrap(text, CAPTION))
    figure.supxlabel(text, fontsize=6.5, x=0.01, ha="left", color=QUIET)


def save(figure: "Figure", folder: Path, name: str) -> list[Path]:
    """Write `<name>.svg` and `<name>.png` (200 dots an inch); the same figure gives the same bytes."""
    paths = []
    for ending, metadata in (("svg", {"Date": None, "Creator": "backsource"}), ("png", {"Software": "backsource"})):
        path = folder / f"{name}.{ending}"
        with whole_file(path) as partial:
            figure.savefig(partial, format=ending, dpi=200, metadata=metadata)
        paths.append(path)
    return paths


def clear(folder: Path) -> None:
    """Take away the figures of earlier runs: those in a folder are of the results beside them."""
    clear_named(folder, "over-time*", "gap-calendar", "network", "differences*", "exits", "turning-back", "causes")


def clear_named(folder: Path, *names: str) -> None:
    """Take away the figures of these names, in which `*` stands for anything."""
    for name in names:
        for path in [*folder.glob(f"{name}.svg"), *folder.glob(f"{name}.png")]:
            path.unlink()
