"""`backsource why STUDY --schedule S`: what the units short of a schedule are there for, by root cause."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backsource.cli.compare import Cluster, Jobs
from backsource.cli.counting import counting
from backsource.cli.printing import AsJson, FromStatus, say, say_json, table, write_json

if TYPE_CHECKING:
    from backsource.experiment.why import Question, Reasons
    from backsource.report.vary_words import Told
    from backsource.report.why import Findings


def why(
    study: Annotated[Path, typer.Argument(help="Study file.")],
    schedule: Annotated[str, typer.Option("--schedule", "-s", help="Name of the schedule.")],
    causes: Annotated[
        str | None, typer.Option(help="Families of chance to share it out to: 'qualification, demand'; all without.")
    ] = None,
    futures: Annotated[
        int | None, typer.Option(min=5, help="Futures that are looked at; 200 without. Games grow in proportion.")
    ] = None,
    status: FromStatus = None,
    jobs: Jobs = -1,
    cluster: Cluster = None,
    out: Annotated[Path | None, typer.Option(help="Folder for figure and JSON; why/ beside the results.")] = None,
    figures: Annotated[bool, typer.Option(help="Draw the figure.")] = True,
    as_json: AsJson = False,
) -> None:
    """Why units are short: the same futures again with families of chance switched off, and the part of each."""
    from backsource.cli.history import standing_of
    from backsource.cli.places import results_folder
    from backsource.experiment import load
    from backsource.experiment.why import Question
    from backsource.experiment.why_runs import shared_out
    from backsource.report.style import clear_named
    from backsource.report.why import Findings
    from backsource.report.why_figure import draw_why
    from backsource.report.why_tables import told, told_nothing
    from backsource.results import check_writable

    experiment = load(study, status)
    question = Question(experiment, schedule, _named(causes))
    folder = out or results_folder(study, experiment.study.study, experiment.since) / "why"
    check_writable(folder)
    with counting(f"why of {question.name}") as on_progress:
        found = shared_out(question, futures, folder=folder, jobs=jobs, cluster=cluster, on_progress=on_progress)
    name = "why-" + re.sub(r"[^\w.]+", "-", question.name).strip("-")
    folder.mkdir(parents=True, exist_ok=True)
    clear_named(folder, name)
    if found.own is None:
        findings, drawn, one = None, [], told_nothing(question.name, found.futures)
    else:
        findings = Findings(question.name, found.own, question.left_on, found.twin, found.short)
        drawn = draw_why(findings, folder, name) if figures else []
        one = told(findings)
    content = {
        "study": experiment.study.study, "seed": experiment.study.seed, "answer": one.answer, **one.numbers,
        "notes": list(one.notes),
    }  # fmt: skip
    write_json(folder / f"{name}.json", content)
    if as_json:
        say_json({**content, "results": str(folder), "figures": [str(path) for path in drawn]})
        return
    say(_head(experiment.study.study, question, found, standing_of(study, question.arm.scenario).words, one))
    say(_body(one, findings))
    say([f"Results {folder}  ({len(drawn)} figures)" if drawn else f"Results {folder}"])


def _named(causes: str | None) -> list[str]:
    """Families named on the command line; none named is all of them. Raises `StudyError` where there is no name."""
    from backsource.errors import StudyError

    named = [one.strip().replace(" ", "_") for one in (causes or "").split(",") if one.strip()]
    if causes is not None and not named:
        raise StudyError("--causes: found no name; families as `qualification, demand`, or all without it, would do")
    return named


def _head(study: str, question: "Question", found: "Reasons", history: str, one: "Told") -> list[str]:
    """The answer, what was run for it, and what the model was held against."""
    from backsource.report.terminal import wrapped

    ran = [study, question.name, f"{found.futures} futures"]
    if found.own is None:
        ran += [f"{len(question.arms) * found.futures:,} runs", "no games"]
    else:
        orders = "all orders of the families" if found.own.exact else "random orders of the families"
        ran += [f"games in {found.own.played}", f"{question.runs(found.futures):,} runs", orders]
    return [
        *wrapped(one.answer, "Answer  "), *wrapped(" · ".join(ran), "Study   "), *wrapped(history, "Model   "),
    ]  # fmt: skip


def _body(one: "Told", findings: "Findings | None") -> list[str]:
    """Tables, notes, and what off means."""
    from backsource.report.terminal import wrapped
    from backsource.report.why_tables import off

    text: list[str] = []
    for columns in one.tables:
        text += ["", *table(columns.head, columns.rows, text=columns.text)]
    text += ["", *(line for note in one.notes for line in wrapped(note, "Note    "))]
    return [*text, *(line for means in (off(findings) if findings else ()) for line in wrapped(means, "Off     "))]
