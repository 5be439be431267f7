"""A worker killed at any moment leaves nothing half-made; bin/bench faults does the same twenty times."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_killed_three_times_the_film_is_whole_in_the_end() -> None:
    command = [sys.executable, "-m", "benchmarks.faults", "--kills", "3", "--seconds", "4"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("kill ") >= 3
