"""What a model says about a place in a file: which keys it knows there and what would do.

Walks annotations of the models, so that a message, a table column and an editor's schema say the same.
"""

import types
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, WithJsonSchema
from pydantic.fields import FieldInfo

from backsource.config.closed import Closed
from backsource.config.places import Key

PLAIN = {str: "a name", int: "a whole number", float: "a number", bool: "`true` or `false`"}


def is_model(annotation: Any) -> bool:
    """Whether an annotation is a block."""
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


@cache
def fields_of(model: type[BaseModel]) -> dict[str, Any]:
    """Full annotation of each key, under the word that files use."""
    return {field.alias or name: _annotation(field) for name, field in model.model_fields.items()}


def _annotation(field: FieldInfo) -> Any:
    annotation: Any = field.annotation
    for extra in field.metadata:
        annotation = Annotated[annotation, extra]
    return annotation


def branches(annotation: Any) -> Iterator[Any]:
    """The kinds that a union is made of, `None` left out."""
    origin = get_origin(annotation)
    if origin in (Union, types.UnionType):
        for branch in get_args(annotation):
            yield from branches(branch)
    elif origin is Annotated and not _described(annotation):
        yield from branches(get_args(annotation)[0])
    elif annotation is not type(None):
        yield annotation


def _described(annotation: Any) -> str | None:
    """What would do, of a kind that has a parser."""
    extras = get_args(annotation)[1:] if get_origin(annotation) is Annotated else ()
    schemas = [extra.json_schema or {} for extra in extras if isinstance(extra, WithJsonSchema)]
    return str(schemas[0]["description"]) if schemas else None


def below(annotation: Any, key: Key) -> list[Any]:
    """Kinds of what stands under a key; empty when the key is unknown."""
    found: list[Any] = []
    for branch in branches(annotation):
        arguments = get_args(branch)
        if is_model(branch):
            known = fields_of(branch)
            gathers = branch.gathers if issubclass(branch, Closed) else None
            if key in known:
                found.append(known[str(key)])
            elif gathers is not None:
                found += below(known[gathers], key)
        elif get_origin(branch) is dict:
            found.append(arguments[1])
        elif get_origin(branch) is list:
            found += [arguments[0]] if isinstance(key, int) else below(arguments[0], key)
    return found


def at(model: type[BaseModel], path: Sequence[Key]) -> list[Any]:
    """Kinds of what stands at a path."""
    kinds: list[Any] = [model]
    for key in path:
        kinds = [inner for kind in kinds for inner in below(kind, key)]
    return kinds


def words(kinds: list[Any]) -> list[str]:
    """Keys that blocks of these kinds know."""
    known: list[str] = []
    for kind in kinds:
        for branch in branches(kind):
            if is_model(branch):
                known += fields_of(branch)
                gathers = branch.gathers if issubclass(branch, Closed) else None
                known += words([fields_of(branch)[gathers]]) if gathers is not None else []
            elif get_origin(branch) is list:
                known += words([get_args(branch)[0]])
    return list(dict.fromkeys(known))


def choices(kinds: list[Any]) -> list[str]:
    """Words that may stand at a place of these kinds."""
    found = [branch for kind in kinds for branch in branches(kind) if get_origin(branch) is Literal]
    return [str(word) for branch in found for word in get_args(branch)]


def wanted(kinds: list[Any]) -> str:
    """What would do at a place of these kinds, as `a name` or a length of time with an example."""
    texts: list[str] = []
    for kind in kinds:
        for branch in branches(kind):
            text = _wanted(branch)
            if text not in texts:
                texts.append(text)
    return " or ".join(texts) or "nothing"


def _wanted(branch: Any) -> str:
    described = _described(branch)
    if described:
        return described
    origin, arguments = get_origin(branch), get_args(branch)
    if is_model(branch):
        keys = [f"`{key}`" for key in fields_of(branch)]
        return f"a block with {', '.join(keys[:6])}" + (", ..." if len(keys) > 6 else "")
    if origin is Literal:
        return " or ".join(f"`{word}`" for word in arguments)
    if origin is list:
        return f"a list, each entry {wanted([arguments[0]])}"
    if origin is dict:
        return f"names, each with {wanted([arguments[1]])}"
    return PLAIN.get(branch, "another value")
