"""Claim: a prepared house shows its first page within 5 s (aim: 2), and small commands end within 1.5 s.

Also told: what the whole idle house holds in memory, all its processes together, 5 s after its first page. Shared pages
are counted once (PSS).
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import psutil

from benchmarks.support import (
    HOST,
    Verdict,
    child,
    enchanted,
    figures,
    free_port,
    house_environment,
    scratch,
    wait_until_answered,
)

FIRST_PAGE, SMALL_COMMAND = 5.0, 1.5
TIMES = 5
IDLE_SECONDS = 5.0
COMMANDS = (("--help",), ("run", "--help"), ("queue",), ("doctor",))


def main() -> int:
    verdict = Verdict()
    with scratch() as home:
        starts = [start(home) for _ in range(TIMES + 1)][1:]
        print(f"first page after {figures(starts, 's')}")
        verdict.at_most("enchanted run --no-demo, first page", median(starts), FIRST_PAGE, " s")
        memory(home)
        for words in COMMANDS:
            took = [timed(home, *words) for _ in range(TIMES)]
            verdict.at_most(f"enchanted {' '.join(words)}", median(took), SMALL_COMMAND, " s")
    return verdict.told()


def start(home: Path, stay: float = 0) -> float:
    """Seconds from the command to the first page; the house stays open for `stay` seconds more."""
    port = free_port()
    command = [sys.executable, "-m", "enchanted", "run", "--no-demo"]
    began = time.perf_counter()
    with child(command, house_environment(home, PORT=str(port), HOST=HOST), home / "bench.log") as process:
        wait_until_answered(port, "/", process, home / "bench.log")
        took = time.perf_counter() - began
        if stay:
            time.sleep(stay)
            tell_memory(psutil.Process(process.pid))
    return took


def memory(home: Path) -> None:
    start(home, IDLE_SECONDS)


def tell_memory(house: psutil.Process) -> None:
    """Print what each process of the house holds, and the sum."""
    held = [(process, process.memory_full_info()) for process in (house, *house.children(recursive=True))]
    for process, info in held:
        name = " ".join(process.cmdline())[-40:] or process.name()
        print(f"  {name:<42} PSS {info.pss / 2**20:6.1f} MiB, RSS {info.rss / 2**20:6.1f} MiB")
    print(f"idle memory of the house: {sum(info.pss for _, info in held) / 2**20:.0f} MiB in {len(held)} processes")


def timed(home: Path, *words: str) -> float:
    """Wall seconds of one command, whatever it answers."""
    began = time.perf_counter()
    try:
        enchanted(home, *words)
    except subprocess.CalledProcessError as fault:
        if fault.returncode != 1:  # doctor's way to say that something is amiss
            raise
    return time.perf_counter() - began


if __name__ == "__main__":
    raise SystemExit(main())
