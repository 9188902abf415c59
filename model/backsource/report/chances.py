"""What is random in stored inputs, in words: every distribution and every chance, by its dotted path."""

from collections.abc import Iterator, Mapping
from typing import Any

from backsource.config.random import PARAMETERS

EXPONENTIAL = ("every", "mtbf")
"""Times of which a plain span is the mean of an exponential."""
AS_WRITTEN = ("csv", "column", "unit")


def random_inputs(block: object, path: str = "") -> Iterator[tuple[str, str]]:
    """(path, words) of all that is drawn in a block of resolved inputs, in the order of the block."""
    if isinstance(block, Mapping):
        said = "" if "family" in block else chance(block)
        if said:
            yield path, said
        for key, value in block.items():
            below = f"{path}.{key}" if path else str(key)
            if isinstance(value, Mapping) and "family" in value:
                law = distribution(value, plain_is_exponential=key in EXPONENTIAL)
                yield from [(below, law)] if law else []
            else:
                yield from random_inputs(value, below)
    elif isinstance(block, list):
        for place, each in enumerate(block):
            yield from random_inputs(each, f"{path}.{place}")


def distribution(said: Mapping[str, Any], *, plain_is_exponential: bool = False) -> str:
    """Family and parameters of a distribution; empty for a constant."""
    family = said["family"]
    if family == "constant" and not plain_is_exponential:
        return ""
    given = ((key, said[key]) for key in (*PARAMETERS, *AS_WRITTEN) if said.get(key) is not None)
    words = [f"{key} {shown(value)}" for key, value in given]
    named = [] if family in said and said[family] is not None else ["exponential" if family == "constant" else family]
    return ", ".join([*named, *words])


def chance(block: Mapping[str, Any]) -> str:
    """What a block draws besides the distributions in it: shares, a varying demand, a moving price."""
    words = []
    if block.get("chance") is not None and "by" in block:
        words.append(f"late with chance {shown(block['chance'])}")
    if isinstance(block.get("passes"), float) and block["passes"] < 1:
        words.append(f"passes with chance {shown(block['passes'])}")
    daily = [key for key in ("begins", "fails", "ends") if isinstance(block.get(key), float)]
    words += [f"{key} with chance {shown(block[key])} a day" for key in daily]
    if block.get("cv") and block.get("mean") is not None:
        words.append(f"normal cut at 0, mean {shown(block['mean'])}, cv {shown(block['cv'])}")
    if float(str(block.get("volatility", 0)).split()[0]) > 0:
        kind = f"mean-reverting, half-life {block['half_life']}" if block.get("half_life") else "random walk"
        words.append(f"log {kind}, volatility {block['volatility']}")
    return ", ".join(words)


def shown(value: object) -> str:
    """A number, text, list or mapping of inputs in short."""
    if isinstance(value, Mapping):
        return "; ".join(f"{key} {shown(each)}" for key, each in value.items())
    if isinstance(value, list):
        return "; ".join(shown(each) for each in value)
    return f"{value:.6g}" if isinstance(value, float) else str(value)
