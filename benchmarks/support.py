"""What the measurements share: ports, children, houses of their own, and how a claim is told."""

from __future__ import annotations

import http.client
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
HOST = "127.0.0.1"
OF_A_HOUSE = ("ENCHANTED_", "DATABASE_URL", "REDIS_URL", "HOST", "PORT", "WEB_", "ENCODE_", "MAIL_", "TRUSTED_")


def free_port() -> int:
    """A port nobody listens on, below those the system gives to clients."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind((HOST, port))
            return port


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder of its own, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="enchanted-bench-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def house_environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of a house in `home`, whatever this shell has set."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OF_A_HOUSE)}
    path = f"{ROOT / 'src'}{os.pathsep}{ROOT}"
    return {**kept, "PYTHONPATH": path, "ENCHANTED_HOME": str(home), **more}


def enchanted(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the house to its end."""
    return subprocess.run(
        [sys.executable, "-m", "enchanted", *words], env=house_environment(home, **more), cwd=home,
        check=True, capture_output=True, text=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip


@contextmanager
def child(command: Sequence[str], environment: Mapping[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that lives as long as the block; it is asked to end, and ended if it doesn't."""
    with log.open("ab") as out:
        process = subprocess.Popen(
            command, env=dict(environment), cwd=ROOT, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
            start_new_session=True,
        )  # fmt: skip
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@contextmanager
def open_house(home: Path, verb: str = "web", *words: str, **settings: str) -> Iterator[int]:
    """The house in `home`, served; gives its port."""
    port = free_port()
    environment = house_environment(home, PORT=str(port), HOST=HOST, **settings)
    with child([sys.executable, "-m", "enchanted", verb, *words], environment, home / "bench.log") as process:
        wait_until_answered(port, "/offline/", process, home / "bench.log")
        yield port


def wait_until_answered(port: int, path: str, process: subprocess.Popen[bytes], log: Path, seconds: float = 30) -> None:
    """Return when `path` answers 200.

    Errors: RuntimeError, with the end of the log, when the process ends or the time is up.
    """
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError, http.client.HTTPException):
            if get(port, path)[0] == 200:
                return
        time.sleep(0.005)
    raise RuntimeError(f"{path} does not answer:\n{log.read_text(errors='replace')[-2000:]}")


def get(port: int, path: str, headers: Mapping[str, str] | None = None) -> tuple[int, http.client.HTTPMessage, bytes]:
    """Status, headers and body of one request on a connection of its own."""
    line = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        line.request("GET", path, headers=dict(headers or {}))
        answer = line.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        line.close()


def ask_playback(port: int, movie: int) -> tuple[Any, dict[str, str]]:
    """What a guest's player is told of a film, and the guest's cookie."""
    line = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        line.request("POST", f"/api/movies/{movie}/playback/", "{}", {"Content-Type": "application/json"})
        answer = line.getresponse()
        body = answer.read()
    finally:
        line.close()
    if answer.status != 200:
        raise RuntimeError(f"no playback: {answer.status} {body[:300]!r}")
    session = next(value for value in answer.headers.get_all("set-cookie", []) if value.startswith("sessionid="))
    return json.loads(body), {"Cookie": session.partition(";")[0]}


@dataclass
class Verdict:
    """What a script found; `told` is the exit code: 1 when a claim was missed."""

    missed: list[str] = field(default_factory=list)

    def at_least(self, what: str, ratio: float, bound: float) -> None:
        self._tell(what, f"{ratio:.2f}", f"≥ {bound:g}", ratio >= bound)

    def at_most(self, what: str, figure: float, bound: float, unit: str = "") -> None:
        self._tell(what, f"{figure:.2f}{unit}", f"≤ {bound:g}{unit}", figure <= bound)

    def equal(self, what: str, one: object, other: object) -> None:
        self._tell(what, f"{one} and {other}", "equal", one == other)

    def _tell(self, what: str, figure: str, claim: str, kept: bool) -> None:
        print(f"{'kept  ' if kept else 'MISSED'} {what}: {figure} (claimed {claim})", flush=True)
        if not kept:
            self.missed.append(what)

    def told(self) -> int:
        return 1 if self.missed else 0


def figures(values: Sequence[float], unit: str = "") -> str:
    """Values of several rounds in one line."""
    return " ".join(f"{value:,.0f}" if value >= 100 else f"{value:.3g}" for value in values) + (
        f" {unit}" if unit else ""
    )


def films(count: int) -> list[dict[str, object]]:
    """Film records to import: the shared catalogue's where it is, else made up, always the same ones."""
    shared = Path(os.environ.get("ENCHANTED_SHARED") or ROOT.parent / "shared") / "data" / "catalogue"
    known = [record for path in sorted(shared.glob("movies-*.json")) for record in json.loads(path.read_bytes())]
    return known[:count] if len(known) >= count else [_made_up(number) for number in range(count)]


def _made_up(number: int) -> dict[str, object]:
    chance = random.Random(number)
    words = ["Night", "River", "Stone", "Letter", "Garden", "Train", "Winter", "House", "Signal", "Mirror", "Harbour"]
    return {
        "title": f"The {' '.join(chance.sample(words, 2))} {number}",
        "year": chance.randrange(1930, 2026),
        "genres": chance.sample(["Drama", "Comedy", "Action", "Crime", "Romance", "Horror", "War", "Western"], 2),
        "cast": [f"Player {chance.randrange(30_000)}" for _ in range(6)],
        "href": f"Film_{number}",
        "extract": " ".join(chance.choices(words, k=70)),
    }
