"""Fields that docs/reference/formats.md promises."""

from pathlib import Path

FORMATS = Path(__file__).parents[2] / "docs" / "reference" / "formats.md"


def fields_of(section: str) -> set[str]:
    """Names in the first column of the tables of a section."""
    text = FORMATS.read_text(encoding="utf-8").split(f"\n## {section}\n")[1].split("\n## ")[0]
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| ")]
    return {name.strip() for row in rows for name in row.split(",")} - {"field", "---"}
