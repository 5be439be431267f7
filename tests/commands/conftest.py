"""Runs commands of the house as people do: as processes, with a home of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def run(home: Path, tmp_path: Path) -> Run:
    """Run `enchanted` with these arguments; `stdin` and further settings by keyword."""

    def run(*arguments: str | Path, stdin: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
        clean = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "PYTHONPATH")}
        return subprocess.run(
            [sys.executable, "-m", "enchanted", *map(str, arguments)], input=stdin, capture_output=True, text=True,
            check=False, cwd=tmp_path, timeout=120, env={**clean, "ENCHANTED_HOME": str(home), **settings},
        )  # fmt: skip

    return run
