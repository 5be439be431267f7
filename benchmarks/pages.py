"""Claim: a trivial page leaves through the house's bridge at least 5 times as often as through Django's own handler.

Same granian, same options as the house's, same view, same middleware; 16 keep-alive lines; rounds in turns.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from benchmarks import load
from benchmarks.support import HOST, Verdict, child, figures, free_port, house_environment, scratch, wait_until_answered

CLAIM = 5.0
ROUNDS, SECONDS, CONNECTIONS = 7, 1.8, 16
LENGTH = 14


@contextmanager
def served(name: str, folder: Path) -> Iterator[int]:
    """One of the handlers of benchmarks.trivial under granian; gives its port."""
    port, log = free_port(), folder / f"{name}.log"
    command = [
        sys.executable, "-m", "granian", "--interface", "asginl", "--host", HOST, "--port", str(port), "--workers", "1",
        "--loop", "uvloop", "--backlog", "2048", "--no-access-log", "--log-level", "warning",
        f"benchmarks.trivial:{name}",
    ]  # fmt: skip
    with child(command, house_environment(folder), log) as process:
        wait_until_answered(port, "/", process, log)
        yield port


def main() -> int:
    one, verdict = load.request("/", LENGTH), Verdict()
    with scratch() as folder, served("bridge", folder) as bridge, served("django_itself", folder) as django_itself:
        rates: dict[int, list[float]] = {bridge: [], django_itself: []}
        for _ in range(ROUNDS):
            for port, found in rates.items():
                found.append(load.ask_pages(port, one, CONNECTIONS, SECONDS))
    print(f"bridge   {figures(rates[bridge], 'pages/s')}\nDjango   {figures(rates[django_itself], 'pages/s')}")
    ratio = median(ours / theirs for ours, theirs in zip(rates[bridge], rates[django_itself], strict=True))
    verdict.at_least("bridge / Django's handler", ratio, CLAIM)
    return verdict.told()


if __name__ == "__main__":
    raise SystemExit(main())
