"""A real house for tests: the whole server as a process, on a port and in a home of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

PATIENCE = 90.0


@dataclass
class House:
    """An open house: its address, its home, the process."""

    url: str
    home: Path
    environment: dict[str, str]
    process: subprocess.Popen[bytes]

    def command(self, *arguments: str | Path, stdin: str = "") -> str:
        """Run a command beside the open house. Returns what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "enchanted", *map(str, arguments)], input=stdin, text=True, capture_output=True,
            check=False, env=self.environment,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def get(self, path: str) -> Any:
        return httpx.get(self.url + path).json()

    def wait_for_films(self, count: int) -> None:
        """Until that many films can be played."""
        wait_until(lambda: self.get("/api/movies/?playable=true")["total"] >= count)


@contextmanager
def open_house(home: Path, *, verb: str = "run", **settings: str) -> Iterator[House]:
    """A house that runs while the block does."""
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "PYTHONPATH")}
    environment = {**kept, "ENCHANTED_HOME": str(home), "PORT": str(port), **settings}
    log = (home.parent / f"{home.name}.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "enchanted", verb, *(["--no-demo"] if verb == "run" else [])],
        env=environment,
        stdout=log,
        stderr=log,
    )
    house = House(f"http://localhost:{port}", home, environment, process)
    try:
        wait_until(lambda: _answers(house))
        yield house
    finally:
        process.terminate()
        process.wait(20)
        log.close()


def wait_until(true: Any, patience: float = PATIENCE) -> None:
    """Ask again and again until `true()` holds."""
    end = time.monotonic() + patience
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)


_given: set[int] = set()


def free_port() -> int:
    """A free port below the range that clients get theirs from, never the same one twice."""
    for port in range(20_000 + os.getpid() * 97 % 11_000, 32_000):
        if port in _given:
            continue
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            _given.add(port)
            return port
    raise OSError("no free port")


def _answers(house: House) -> bool:
    assert house.process.poll() is None, (house.home.parent / f"{house.home.name}.log").read_text()
    try:
        return httpx.get(house.url + "/manifest.webmanifest", timeout=2).status_code == 200
    except httpx.TransportError:
        return False
