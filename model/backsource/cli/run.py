"""`backsource run SCENARIO`: one replication and its stay-external twin."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backsource.cli.printing import AsJson, FromStatus, say, say_json, table, write_csv

if TYPE_CHECKING:
    from backsource.experiment import Single


def run(
    scenario: Annotated[Path, typer.Argument(help="Scenario file.")],
    schedule: Annotated[
        Path | None, typer.Option("--schedule", "-s", help="Schedule file; nothing changes without.")
    ] = None,
    status: FromStatus = None,
    seed: Annotated[int, typer.Option(min=0, help="Root of all random numbers.")] = 0,
    replication: Annotated[int, typer.Option("--replication", "-r", min=0, help="Which future.")] = 0,
    out: Annotated[Path | None, typer.Option(help="Folder for measures.csv, incidents.csv and journal.csv.")] = None,
    as_json: AsJson = False,
) -> None:
    """Run one future of one schedule beside its stay-external twin: measures, incidents, journal."""
    from backsource.cli.history import standing_of
    from backsource.config import load_scenario, load_schedule, load_status
    from backsource.experiment import run_single, standing

    network = load_scenario(scenario)
    way = load_schedule(schedule, scenario=network) if schedule else None
    history = standing_of(scenario, network)
    stands = None
    if status:
        stands = load_status(status, network, way) if way else standing(status, network, {})
    single = run_single(network, way, seed, replication, stands)
    if out:
        write_single(single, out)
    if as_json:
        say_json({**as_plain(single), "history": asdict(history)})
        return
    say(text_of(single, history.words))
    if out:
        say([f"Written {out / 'measures.csv'}, incidents.csv, journal.csv"])


def as_plain(single: "Single") -> dict[str, object]:
    """One replication as JSON says it."""
    return {
        "scenario": single.log.scenario,
        "schedule": single.run.schedule,
        "seed": single.log.seed,
        "replication": single.run.replication,
        "window_days": list(single.window),
        "environment": single.run.environment,
        "digest": single.run.digest,
        "measures": dict(single.run.measures),
        "twin": dict(single.twin.measures),
        "incidents": [dict(incident) for incident in single.run.incidents],
    }


def text_of(single: "Single", history: str) -> list[str]:
    """One replication as a person reads it; *history* says how the model stands to it."""
    from backsource.measures import catalogue
    from backsource.report.numbers import figure

    units = {measure.name: measure.unit for measure in catalogue()}
    own, twin = single.run.measures, single.twin.measures
    rows = [
        (name, figure(own[name]), figure(twin.get(name, float("nan"))), units.get(name, ""))
        for name in units
        if name in own
    ]
    first, last = single.window
    head = (
        f"{single.log.scenario} · {single.run.schedule} · seed {single.log.seed} · replication {single.run.replication}"
    )
    gaps = [
        f"  day {gap['start']} to {gap['end']}: {figure(float(gap['units_short'] or 0))} short, {gap['severity']}: "
        f"{gap['why']}"
        for gap in single.run.incidents
    ]
    return [
        f"{head} · days {first} to {last}",
        f"model {history}",
        *table(("measure", "this run", "twin", "unit"), rows),
        f"{len(gaps)} supply-gap incident(s)" + (":" if gaps else ""),
        *gaps,
        f"log digest {single.run.digest}",
    ]


def write_single(single: "Single", folder: Path) -> None:
    """Write the three CSV files of one replication."""
    from backsource.log import Kind

    own, twin = single.run.measures, single.twin.measures
    rows = [(name, value, twin.get(name, float("nan"))) for name, value in own.items()]
    write_csv(folder / "measures.csv", ("measure", "value", "twin"), rows)
    head = list(single.run.incidents[0]) if single.run.incidents else list(single.incident_fields)
    write_csv(folder / "incidents.csv", head, [tuple(gap.values()) for gap in single.run.incidents])
    journal = single.log.journal
    subjects = single.log.subjects
    events = [
        (
            float(row["time"]),
            Kind(int(row["kind"])).name.lower(),
            subjects[row["subject"]],
            row["quantity"],
            row["detail"],
        )
        for row in journal
    ]
    write_csv(folder / "journal.csv", ("time", "event", "subject", "quantity", "detail"), events)
