"""Claims: a job takes at most 1.05 of the time of one bare ffmpeg command that makes the same ladder; a film browsers
know already has its first playable second within 3 s.

The bare command has the same rungs and sounds and nothing else: no storyboard, no loudness, no still, no measuring.
Both take turns in one run. ENCHANTED_SAMPLES may name a folder with a real film.
"""

from __future__ import annotations

import shutil
import subprocess
import threading
import time
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import films
from benchmarks.support import Verdict, figures, scratch

ROUNDS = 5
CLAIM, FIRST_SECOND = 1.05, 3.0
STORY = "[story]"


def main() -> int:
    verdict = Verdict()
    with scratch() as home:
        film = films.sample(home)
        films.open_tables(home)
        file = films.keep(film)
        print(f"{film.name}: {file.width}×{file.height}, {file.duration_ms / 1000:.0f} s")
        times: dict[str, list[float]] = {"job": [], "bare": [], "without storyboard": [], "with storyboard": []}
        for number in range(ROUNDS):
            times["job"].append(_job(file))
            for name in list(times)[1:]:
                times[name].append(_bare(name, file, home / f"bare{number}"))
        for name, found in times.items():
            print(f"{name:<19} {figures(found, 's')}")
        verdict.at_most("whole job / bare ffmpeg", _ratio(times["job"], times["bare"]), CLAIM)
        cost = _ratio(times["with storyboard"], times["without storyboard"]) - 1
        print(f"storyboard: {cost:+.1%} of the ladder's time")
        _first_seconds(home, film, verdict)
    return verdict.told()


def _ratio(one: list[float], other: list[float]) -> float:
    return median(a / b for a, b in zip(one, other, strict=True))


def _job(file: Any) -> float:
    """Seconds from taking a ladder's job to the film being open."""
    from enchanted.core import clock, storage
    from enchanted.media.actions import encodes, running
    from enchanted.media.models import Encode

    Encode.objects.all().delete()
    Encode.objects.create(file=file)
    began = time.perf_counter()
    encode = encodes.claim_encode(owner=running.owner(), kind=Encode.Kind.LADDER, at=clock.now())
    assert encode is not None
    running.run_encode(encode)
    seconds = time.perf_counter() - began
    assert Encode.objects.get(pk=encode.pk).state == Encode.State.DONE, Encode.objects.get(pk=encode.pk).reason
    storage.remove(storage.place(f"hls/{encode.pk}"))
    return seconds


def _bare(name: str, file: Any, folder: Path) -> float:
    """Seconds of one ffmpeg command: the ladder alone, or what the house runs, with or without its storyboard."""
    from enchanted.media.actions.making import source_of
    from enchanted.media.logic import ladder

    source = source_of(file)
    rungs = ladder.plan(source)
    for part in ["story", *(rung.name for rung in rungs), *ladder.sound_names(source)]:
        (folder / part).mkdir(parents=True)
    command = ladder.command(films.ffmpeg(), source, rungs, file.path)
    if name != "with storyboard":
        command = _without_story(command)
    if name == "bare":
        graph = command.index("-filter_complex") + 1
        command[graph] = ";".join(map(_without_meter, command[graph].split(";")))
    began = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    seconds = time.perf_counter() - began
    shutil.rmtree(folder)
    return seconds


def _without_meter(chain: str) -> str:
    """A chain of filters without the measuring of loudness."""
    return chain.partition(",ebur128")[0] + chain[chain.rindex("[") :] if ",ebur128" in chain else chain


def _without_story(command: list[str]) -> list[str]:
    """The command without the storyboard's filter, tap and output."""
    made = command[: command.index(STORY) - 1]
    graph = made.index("-filter_complex") + 1
    chains = [chain for chain in made[graph].split(";") if not chain.endswith(STORY)]
    made[graph] = ";".join(chain.replace(",split[", "[").removesuffix("[t]") for chain in chains)
    return made


def _first_seconds(home: Path, film: Path, verdict: Verdict) -> None:
    """How long after an import a film has a second that can be played: repacked, and from a ladder."""
    other = home / "other.mkv"
    plain = ["-t", "20", "-c:v", "mpeg4", "-q:v", "4", "-c:a", "ac3"]
    subprocess.run([films.ffmpeg(), "-v", "error", "-i", str(film), *plain, str(other)], check=True)
    safe = _until_playable(film)
    verdict.at_most("first playable second of a web-safe film", safe, FIRST_SECOND, " s")
    print(f"first playable second of another film of 20 s (its whole ladder): {_until_playable(other):.1f} s")


def _until_playable(path: Path) -> float:
    """Seconds from the file being found to its film being open, both lanes of jobs at work as in a house."""
    from django.db import connection

    from enchanted.catalogue.models import Movie
    from enchanted.media.actions import running
    from enchanted.media.actions.encodes import queue_encode
    from enchanted.media.models import MediaFile

    MediaFile.objects.all().delete()
    began = time.perf_counter()
    file = films.keep(path)
    queue_encode(file=file)

    def work(kind: str) -> None:
        running.run_all(kind)
        connection.close()

    lanes = [threading.Thread(target=work, args=(kind,)) for kind in ("remux", "ladder")]
    for lane in lanes:
        lane.start()
    while not Movie.objects.filter(pk=file.movie_id, playable=True).exists():
        time.sleep(0.02)
    seconds = time.perf_counter() - began
    for lane in lanes:
        lane.join()
    return seconds


if __name__ == "__main__":
    raise SystemExit(main())
