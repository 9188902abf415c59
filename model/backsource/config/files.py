"""Where files may lie: under the project, and nowhere else unless named on the command line."""

from dataclasses import dataclass
from pathlib import Path


def project_root(path: Path) -> Path:
    """The nearest folder above a file that holds `configs/`, else the folder of the file."""
    home = path.resolve().parent
    return next((folder for folder in (home, *home.parents) if (folder / "configs").is_dir()), home)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder against which names are resolved, inside a root that they may not leave."""

    here: Path
    root: Path

    def file(self, name: str | Path) -> Path:
        """The file of this name; ValueError with what would do when it lies outside the root."""
        path = (self.here / name).resolve()
        if not path.is_relative_to(self.root.resolve()):
            raise ValueError(f"a file under the project ({self.root})")
        return path
