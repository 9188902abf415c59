"""What every block of a file has in common: no unknown key, no change after reading."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class Closed(BaseModel):
    """A block that refuses unknown keys, is frozen, and whose field texts are its documentation."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        use_attribute_docstrings=True,
        allow_inf_nan=False,
        validate_by_alias=True,
        validate_by_name=True,
    )

    gathers: ClassVar[str | None] = None
    """Field that takes the keys which are none of the block's own, as a step of shares takes names of sources."""
