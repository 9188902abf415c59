"""Shards joined: the files of all parts of a study become its results."""

from collections.abc import Sequence
from pathlib import Path

from backsource.errors import ResultsError, StudyError
from backsource.experiment.arms import Experiment
from backsource.experiment.contents import content_keys
from backsource.experiment.provenance import inputs_of
from backsource.experiment.rules import rule_of
from backsource.experiment.shard import Shard
from backsource.experiment.study import INCIDENT, KEPT_CURVES, asked_arms
from backsource.results import Results, Store, join, read

SHOWN = 8
"""Missing replications that a message names."""

Parts = Sequence[tuple[Shard, Results]]


def merge_study(experiment: Experiment, folder: Path) -> Results:
    """Join all shards in a folder into its results file, from which `compare` then answers without running anything.

    Raises `StudyError` where a shard, or a replication of one, is missing; `ResultsError` where they do not belong
    together, or not to this study as its files stand.
    """
    arms = experiment.arms()
    keys = content_keys(arms, experiment.twins)
    parts = shards_in(folder)
    _check_same(parts, inputs_of(experiment).hash, keys)
    count = _check_complete(parts)
    rule = rule_of(experiment, count)
    with Store.open(folder) as store:
        store.ask(
            inputs_of(experiment, rule),
            asked_arms(arms, experiment.twins, keys),
            whole=KEPT_CURVES // len(arms),
            incident=INCIDENT,
        )
        join(store, [results.path for _, results in parts])
        store.want(dict.fromkeys(keys, count))
    return read(folder)


def shards_in(folder: Path) -> Parts:
    """The shards in a folder, in order. Raises `StudyError` where some are missing."""
    found = sorted((shard, path.name) for path in folder.glob("*.sqlite") if (shard := Shard.named(path.name)))
    if not found:
        raise StudyError(f"{folder}: no shards here; `compare STUDY --shard 1/2` and 2/2 make them")
    _check_one_division(folder, found)
    of = found[0][0].of
    missing = sorted(set(range(1, of + 1)) - {shard.number for shard, _ in found})
    if missing:
        words = ", ".join(f"{number}/{of}" for number in missing)
        raise StudyError(f"{folder}: no shard {words} of {of} here; `compare STUDY --shard {missing[0]}/{of}` makes it")
    return [(shard, read(folder, name)) for shard, name in found]


def _check_one_division(folder: Path, found: Sequence[tuple[Shard, str]]) -> None:
    """Raise `StudyError` where shards of several divisions lie here: those beside the one whole division by name."""
    divisions = {shard.of: [name for each, name in found if each.of == shard.of] for shard, _ in found}
    if len(divisions) == 1:
        return
    whole = [of for of, names in divisions.items() if len(names) == of]
    if len(whole) == 1:
        left = ", ".join(name for of, names in sorted(divisions.items()) if of != whole[0] for name in names)
        raise StudyError(f"{folder}: {left} left over beside all {whole[0]} shards of another division; "
                         "removing what is left over would do")  # fmt: skip
    words = "; ".join(", ".join(names) for _, names in sorted(divisions.items()))
    raise StudyError(f"{folder}: shards of several divisions ({words}); those of one division would do")


def _check_same(parts: Parts, question: str, keys: dict[str, str]) -> None:
    """Raise `ResultsError` for a shard of another study, or of another version of it or of us."""
    for _, results in parts:
        if results.inputs.hash != question:
            raise ResultsError(
                f"{results.path}: made from other files than the study now names; running this shard again would do"
            )
        if results.keys != keys:
            raise ResultsError(
                f"{results.path}: made by other versions ({_versions(results)}) or other sources of them; running "
                "this shard again with what is installed here would do"
            )


def _versions(results: Results) -> str:
    return ", ".join(f"{name} {version}" for name, version in results.inputs.versions.items())


def _check_complete(parts: Parts) -> int:
    """Replications of the study. Raises `StudyError` where shards differ in it, or runs of one are missing."""
    counts = {max(results.replications.values()) for _, results in parts}
    if len(counts) > 1:
        words = ", ".join(f"{shard.words}: {max(results.replications.values())}" for shard, results in parts)
        raise StudyError(f"shards of different numbers of replications ({words}); the same number would do")
    count = counts.pop()
    for shard, results in parts:
        wanted = {number for number in range(count) if shard.has(number)}
        missing = [f"{name} {number}" for name, there in results.stored.items() for number in sorted(wanted - there)]
        if missing:
            more = f" and {len(missing) - SHOWN} more" if len(missing) > SHOWN else ""
            raise StudyError(
                f"{results.path}: missing {', '.join(missing[:SHOWN])}{more}; "
                f"`compare STUDY --shard {shard.words}` goes on"
            )
    return count
