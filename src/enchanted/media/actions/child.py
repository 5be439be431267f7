"""Runs ffmpeg as a child: behind the viewers, within bounds, ended with the worker, watched while it works."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

REPORT_SECONDS = 0.7
STALLED_SECONDS = 300
MOST_MEMORY = 8 << 30
MOST_FILE_BYTES = 8 << 30
_KILL_WITH_PARENT = 1


class Stalled(Exception):
    """ffmpeg made no headway for STALLED_SECONDS."""


class ToolFailed(Exception):
    """ffmpeg ended with an error; `code` is negative for the signal that ended it, `said` its last words."""

    def __init__(self, code: int, said: str) -> None:
        super().__init__(said)
        self.code = code
        self.said = said


@dataclass
class _Progress:
    """How many ms of the film ffmpeg says it has done."""

    done_ms: int = 0

    def read(self, lines: Iterable[str]) -> None:
        for line in lines:
            key, _, value = line.strip().partition("=")
            if key == "out_time_us" and value.isdigit():
                self.done_ms = int(value) // 1000


def run(command: list[str], *, folder: Path, cpu_seconds: int, watch: Callable[[int], None]) -> None:
    """Run an ffmpeg command in `folder`; `watch` hears every REPORT_SECONDS how many ms of film are done.

    What `watch` raises ends the child and passes on. Errors: ToolFailed, Stalled.
    """
    with tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, text=True,
            preexec_fn=_bounds(cpu_seconds),
        )  # fmt: skip
        progress = _Progress()
        reader = threading.Thread(target=progress.read, args=[child.stdout or []], daemon=True)
        reader.start()
        try:
            _follow(child, progress, watch)
        finally:
            child.kill()
            code = child.wait()
            reader.join()
            child.stdout.close()  # type: ignore[union-attr]
        if code:
            errors.seek(0)
            raise ToolFailed(code, errors.read().decode(errors="replace"))


def _follow(child: subprocess.Popen[str], progress: _Progress, watch: Callable[[int], None]) -> None:
    last, moved = -1, time.monotonic()
    while child.poll() is None:
        if progress.done_ms != last:
            last, moved = progress.done_ms, time.monotonic()
        elif time.monotonic() - moved > STALLED_SECONDS:
            raise Stalled
        watch(last)
        with suppress(subprocess.TimeoutExpired):
            child.wait(REPORT_SECONDS)


_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def _bounds(cpu_seconds: int) -> Callable[[], None]:
    nice = settings.HOUSE_ENCODE_NICE

    def apply() -> None:
        """In the child before ffmpeg starts."""
        os.nice(nice)
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_FILE_BYTES, MOST_FILE_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
        if _libc is not None:
            _libc.prctl(_KILL_WITH_PARENT, signal.SIGKILL)

    return apply
