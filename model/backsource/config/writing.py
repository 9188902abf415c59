"""YAML of what a run has found out: files that people may read and change."""

from collections.abc import Mapping
from datetime import date
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.representer import SafeRepresenter

from backsource.config.closed import Closed
from backsource.config.load import as_file

WIDTH = 120


class _Words(SafeRepresenter):
    """Says dates without quotes, as people write them."""

    def text(self, words: str) -> Any:
        """A text, or a date."""
        try:
            date.fromisoformat(words)
        except ValueError:
            return self.represent_scalar("tag:yaml.org,2002:str", words)
        return self.represent_scalar("tag:yaml.org,2002:timestamp", words)


_Words.add_representer(str, _Words.text)


def yaml_of(model: Closed) -> str:
    """The file that says what a model says: blocks below each other, lists and mappings of plain values on a line."""
    return yaml_text(as_file(model))


def yaml_text(words: Mapping[str, Any]) -> str:
    """The same of words that a file may say."""
    writer = YAML(typ="safe", pure=True)
    writer.Representer = _Words
    writer.default_flow_style = None
    writer.width = WIDTH
    writer.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    text = StringIO()
    writer.dump(words, text)
    return text.getvalue()
