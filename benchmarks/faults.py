"""Claim: a worker killed at any moment of its work leaves nothing half-made, and the work is done in the end.

`kill -9` strikes a real `enchanted worker` at random moments of an encode; after each blow the database and the folder
of ladders are looked at, then the next worker goes on. `--kills 20` sets how often.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from benchmarks import films
from benchmarks.support import Verdict, house_environment, scratch

PATIENCE = 300.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seconds", type=int, default=30, help="length of the film, where one is drawn")
    options = parser.parse_args()
    verdict = Verdict()
    with scratch() as home:
        film = films.sample(home, seconds=options.seconds)
        films.open_tables(home)
        faults = torment(home, film, kills=options.kills, seed=os.getpid())
    for fault in faults:
        print(fault)
    verdict.equal(f"faults after {options.kills} kills", len(faults), 0)
    return verdict.told()


def torment(home: Path, film: Path, *, kills: int, seed: int) -> list[str]:
    """Encode a film while its workers are killed; `home` is this process's own house. Returns what was wrong."""
    from enchanted.media.actions.encodes import queue_encode
    from enchanted.media.models import Encode

    file = films.keep(film)
    began = time.monotonic()
    queue_encode(file=file)
    _work(home, kill_after=None)
    length = time.monotonic() - began
    faults = _seen_in_the_end()
    chance = random.Random(seed)
    for number in range(kills):
        if not Encode.objects.filter(live=True).exists():
            queue_encode(file=file)
        moment = chance.uniform(0.3, length)
        _work(home, kill_after=moment)
        found = _half_made()
        states = ", ".join(f"{row.kind} {row.state}" for row in Encode.objects.filter(live=True)) or "all done"
        print(
            f"kill {number + 1:>2} after {moment:5.2f} s: {states}{' · ' + '; '.join(found) if found else ''}",
            flush=True,
        )
        faults += found
    if Encode.objects.filter(live=True).exists():
        _work(home, kill_after=None)
    return faults + _seen_in_the_end()


def _work(home: Path, kill_after: float | None) -> None:
    """A worker until the queue is empty, or until it is struck."""
    with (home / "worker.log").open("ab") as log:
        worker = subprocess.Popen(
            [sys.executable, "-m", "enchanted", "worker", "--until-idle"], env=house_environment(home), stdout=log,
            stderr=log,
        )  # fmt: skip
        with suppress(subprocess.TimeoutExpired):
            worker.wait(PATIENCE if kill_after is None else kill_after)
        if worker.poll() is None:
            worker.send_signal(signal.SIGKILL)
            worker.wait()


def _half_made() -> list[str]:
    """What viewers could see of work that was not done."""
    from enchanted.core import clock, storage
    from enchanted.media.models import Encode
    from enchanted.media.queries import shown_encodes

    faults = []
    for encode in shown_encodes(clock.now()):
        folder = storage.place(encode.folder)
        if encode.state == Encode.State.DONE:
            faults += _faults_of(folder)
    for encode in Encode.objects.filter(kind=Encode.Kind.LADDER).exclude(state=Encode.State.DONE):
        if encode.folder:
            faults.append(f"encode {encode.pk} is {encode.state} and has a folder")
    return faults


def _seen_in_the_end() -> list[str]:
    """What is wrong when all work is done: ladders that do not play, or anything left over."""
    from enchanted.core import storage
    from enchanted.media.actions import running
    from enchanted.media.models import Encode

    running.remove_leftovers()
    faults = [f"encode {row.pk} is {row.state}: {row.reason}" for row in Encode.objects.exclude(state="done")]
    for encode in Encode.objects.filter(state=Encode.State.DONE).exclude(folder=""):
        faults += _faults_of(storage.place(encode.folder))
    wanted = set(Encode.objects.exclude(folder="").values_list("folder", flat=True))
    faults += [f"left over: {path.name}" for path in storage.place("hls").iterdir() if f"hls/{path.name}" not in wanted]
    faults += [f"left over: {path}" for path in storage.root().rglob(f"{storage.PART}*")]
    return faults + _orphans()


def _faults_of(folder: Path) -> list[str]:
    """Whether each playlist of a ladder is whole and every frame of it decodes."""
    import av

    faults = []
    for playlist in folder.glob("*/index.m3u8"):
        if not playlist.read_text().rstrip().endswith("#EXT-X-ENDLIST"):
            faults.append(f"{playlist} has no end")
            continue
        with av.open(str(playlist)) as container:
            if not sum(1 for _ in container.decode(container.streams[0])):
                faults.append(f"{playlist} shows nothing")
    return faults or ([] if list(folder.glob("*/index.m3u8")) else [f"{folder} is empty"])


def _orphans() -> list[str]:
    """ffmpeg processes of ours that outlived their worker."""
    time.sleep(0.5)
    mine = films.ffmpeg().encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (
                mine in (process / "cmdline").read_bytes()
                and int((process / "stat").read_text().split(") ")[1].split()[1]) == 1
            ):
                found.append(f"ffmpeg {process.name} lives on")
    return found


if __name__ == "__main__":
    raise SystemExit(main())
