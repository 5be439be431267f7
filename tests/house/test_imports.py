"""The import laws hold, and each catches an offence planted in a copy of the house."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.house.laws.imports import closed_doors, impure
from tests.house.laws.sources import FEATURES, PACKAGE, ROOT, below

FLOORS = "A package imports only what stands below it"
ROOMS = "Rooms of a feature import downwards only"
FACES = "Whole-house faces never import tables"
DOORS = "Neighbours enter {} only through actions, queries, rules, events or models"
READING = "Reading never imports writing"
PURE = "Logic stands free of tables"
LEFT_OUT = shutil.ignore_patterns("__pycache__", "templates", "static", "_web", "_static", "_locale", "*.toml")


def lint(folder: Path) -> tuple[bool, str]:
    """Whether the package below `folder` keeps every contract, and what import-linter says."""
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache", "--config", ROOT / ".importlinter"],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"}, capture_output=True, text=True,
    )  # fmt: skip
    return done.returncode == 0, done.stdout + done.stderr


def broken(said: str) -> dict[str, str]:
    """The contracts that are broken, each with what import-linter says of it."""
    parts = re.split(r"^(.+)\n-{8,}\n", said.partition("Broken contracts")[2], flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@contextmanager
def a_planted(path: Path, line: str) -> Iterator[None]:
    """For a while, the file ends with `line` inside a function; a file that was not there is there."""
    before = path.read_text() if path.exists() else None
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{before or ''}\n\ndef _planted():\n    {line or 'pass'}\n")
    try:
        yield
    finally:
        if before is not None:
            path.write_text(before)
        elif path.name == "__init__.py":
            shutil.rmtree(path.parent)
        else:
            path.unlink()


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of the package, to plant offences in; each test removes its own."""
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(PACKAGE, folder / "enchanted", ignore=LEFT_OUT)
    return folder


def test_the_contracts_are_kept() -> None:
    kept, said = lint(PACKAGE.parent)
    assert kept, said


@pytest.mark.parametrize(
    ("place", "planted", "contract"),
    [
        ("catalogue/actions/facets.py", "import enchanted.media.queries", FLOORS),
        ("library/rules.py", "import enchanted.front.pages", FLOORS),
        ("core/clock.py", "import enchanted.config.env", FLOORS),
        ("junk/__init__.py", "", FLOORS),
        ("accounts/actions/staff.py", "import enchanted.accounts.pages", ROOMS),
        ("catalogue/utils.py", "", ROOMS),
        ("catalogue/queries.py", "import enchanted.catalogue.actions.facets", READING),
        ("front/pages.py", "import enchanted.media.models", FACES),
        ("library/api.py", "import enchanted.media.admin", DOORS.format("media")),
        ("front/forms.py", "import enchanted.accounts.forms", DOORS.format("accounts")),
        ("catalogue/logic/records.py", "import enchanted.catalogue.models", PURE),
    ],
)
def test_an_offence_is_caught(copy: Path, place: str, planted: str, contract: str) -> None:
    with a_planted(copy / "enchanted" / place, planted):
        _kept, said = lint(copy)
    offender = "enchanted." + place.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    assert offender in broken(said).get(contract, ""), said


def test_the_copy_is_sound_between_offences(copy: Path) -> None:
    kept, said = lint(copy)
    assert kept, said


def test_neighbours_come_in_through_open_doors_only() -> None:
    found = {
        str(path.relative_to(PACKAGE)): offences
        for path in below(PACKAGE, "*.py")
        if (offences := closed_doors(path.relative_to(PACKAGE), path.read_text(), FEATURES))
    }
    assert not found


@pytest.mark.parametrize(
    "planted",
    [
        "from enchanted.catalogue.forms import MovieForm",
        "from enchanted.catalogue import admin",
        "import enchanted.accounts.pages",
        "def late():\n    from enchanted.accounts.middleware import ActorMiddleware",
    ],
)
def test_a_neighbours_inner_room_is_closed(planted: str) -> None:
    assert closed_doors(Path("media/admin.py"), planted, FEATURES)
    assert not closed_doors(Path("config/urls.py"), planted, FEATURES)


def test_logic_is_pure() -> None:
    rooms = [path for path in below(PACKAGE, "*.py") if "logic" in (path.stem, path.parent.name)]
    assert rooms
    assert not {str(path.relative_to(PACKAGE)): found for path in rooms if (found := impure(path.read_text()))}


@pytest.mark.parametrize(
    "planted",
    ["from django.db import models", "import subprocess", "def f():\n    from django.core.cache import cache"],
)
def test_impure_logic_is_caught(planted: str) -> None:
    assert impure(planted)
    assert not impure("from django.core.exceptions import ValidationError\nfrom dataclasses import dataclass")
