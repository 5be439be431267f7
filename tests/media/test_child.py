"""ffmpeg works as a child within bounds: behind the viewers, and never without end."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import pytest

from enchanted.media.actions import child
from enchanted.media.actions.child import Stalled, ToolFailed


def run(folder: Path, *command: str, cpu_seconds: int = 60, watch: Any = lambda _ms: None) -> None:
    child.run(list(command), folder=folder, cpu_seconds=cpu_seconds, watch=watch)


def test_it_steps_behind_the_viewers_and_is_bounded(tmp_path: Path, settings: Any) -> None:
    settings.HOUSE_ENCODE_NICE = 13
    run(tmp_path, "sh", "-c", "nice > nice; ulimit -v > memory; ulimit -t > time", cpu_seconds=77)
    assert (tmp_path / "nice").read_text().strip() == "13"
    assert (tmp_path / "memory").read_text().strip() == str(child.MOST_MEMORY >> 10)
    assert (tmp_path / "time").read_text().strip() == "77"


def test_what_takes_too_much_time_or_memory_is_ended(tmp_path: Path) -> None:
    with pytest.raises(ToolFailed) as spun:
        run(tmp_path, sys.executable, "-c", "while True: pass", cpu_seconds=1)
    assert spun.value.code < 0
    with pytest.raises(ToolFailed) as grown:
        run(tmp_path, sys.executable, "-c", f"bytearray({child.MOST_MEMORY})")
    assert "MemoryError" in grown.value.said


def test_what_makes_no_headway_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "STALLED_SECONDS", 0.5)
    monkeypatch.setattr(child, "REPORT_SECONDS", 0.1)
    began = time.monotonic()
    with pytest.raises(Stalled):
        run(tmp_path, "sleep", "60")
    assert time.monotonic() - began < 10


def test_what_the_watcher_raises_ends_the_child_and_passes_on(tmp_path: Path) -> None:
    def refuse(_done_ms: int) -> None:
        raise KeyError("enough")

    began = time.monotonic()
    with pytest.raises(KeyError):
        run(tmp_path, "sleep", "60", watch=refuse)
    assert time.monotonic() - began < 5


def test_its_reports_are_heard(tmp_path: Path) -> None:
    heard: list[int] = []
    run(tmp_path, "sh", "-c", "echo out_time_us=2500000; echo progress=continue; sleep 1", watch=heard.append)
    assert heard[-1] == 2500
