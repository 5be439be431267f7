"""Which files the laws look at."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = ROOT / "src" / "enchanted"
FEATURES = ("accounts", "catalogue", "media", "library", "notices")
NOT_OURS = {"migrations", "__pycache__", "node_modules", "_web", "_static", "_locale"}


def below(folder: Path, pattern: str) -> Iterator[Path]:
    """Files that people wrote: no migrations, nothing built."""
    for path in sorted(folder.rglob(pattern)):
        if path.is_file() and not NOT_OURS & set(path.relative_to(folder).parts):
            yield path


def python_files(*folders: str) -> list[Path]:
    """Python files below folders of the checkout."""
    return [path for folder in folders for path in below(ROOT / folder, "*.py")]


def shown(paths: Iterable[Path]) -> list[str]:
    """Paths as people write them."""
    return [str(path.relative_to(ROOT)) for path in paths]


def kept_files() -> list[Path]:
    """What git keeps, or would with the next `git add`."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True, text=True,
    ).stdout  # fmt: skip
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]
