"""Published and exact numbers, and what backsource has to say to them.

`run` reads known numbers of four formats and holds simulation and inference against them: exact values of systems
that theory knows (`systems`), one run of Law's inventory program by replay (`law_inventory`), trajectories
of networks under the period convention of stockpyl (`peer`), constants and experiments of statistics (`statistics`).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from backsource.verification.cases import open_cases, read_cases
from backsource.verification.formats import AnalyticCase, Case, LawCase, StatisticsCase
from backsource.verification.rows import Row

__all__ = ["QUICK", "Row", "open_cases", "read_cases", "rows_of", "run"]

QUICK = 5.0
"""Factor on standard errors of a quick run."""


def run(
    path: Path | None = None,
    *,
    strict: bool = False,
    quick: bool = False,
    on_row: Callable[[Row], object] | None = None,
    workers: int | None = None,
) -> list[Row]:
    """Compare all cases of a file or folder with what is computed and simulated here.

    Parameters
    ----------
    path
        File or folder of cases of any of the four formats; the cases of the package where it is not given.
    strict
        What is not covered is a miss, not a skip.
    quick
        Standard errors five times as wide.
    on_row
        Called with each row as soon as it is known.
    workers
        Processes to simulate in; as many as there are processors where it is not given.

    Raises ConfigError, with every fault, when a file cannot be read as cases.
    """
    rows = []
    root = open_cases() if path is None else Path(path)
    cases = read_cases(root)
    for case in cases:
        group = _group(root, cases, case)
        for found in rows_of(case, coarser=QUICK if quick else 1.0, workers=workers or _processors()):
            row = replace(found, group=group, verdict="miss" if strict and found.verdict == "skip" else found.verdict)
            rows.append(row)
            if on_row is not None:
                on_row(row)
    return rows


def rows_of(case: Case, *, coarser: float = 1.0, workers: int = 1) -> Iterator[Row]:
    """The rows of one case; *coarser* is a factor on the standard errors asked of a simulation."""
    if isinstance(case, AnalyticCase):
        from backsource.verification.claims import analytic_rows
        from backsource.verification.trials import Effort

        yield from analytic_rows(case, Effort(coarser, workers))
    elif isinstance(case, LawCase):
        from backsource.verification.law_inventory import law_rows

        yield from law_rows(case)
    elif isinstance(case, StatisticsCase):
        from backsource.verification.statistics import statistics_rows
        from backsource.verification.trials import Effort

        yield from statistics_rows(case, Effort(coarser, workers))
    else:
        from backsource.verification.peer import peer_rows

        yield from peer_rows(case)


def _group(root: Path, cases: Sequence[Case], case: Case) -> str:
    alone = sum(other.file == case.file for other in cases) == 1
    file = case.file.relative_to(root if root.is_dir() else root.parent)
    return (file.parent if alone and file.parent.name else file.with_suffix("")).as_posix()


def _processors() -> int:
    from joblib import cpu_count

    return int(cpu_count())
