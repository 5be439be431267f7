"""Claim: a catalogue of 12,833 records comes in at 1,000 a second or more, people and genres included, on SQLite; and
ten times as many take no more than 1.3 times the memory.

Each import is the command itself, in a house of its own, from the start of the process to its end. Its floor is one
process that knows the records already and writes the films' rows alone, by `bulk_create`. CSV, JSON and JSON lines are
told apart. Memory is the import's own: the database's file, which SQLite maps and the system may take back at any time,
is left out of it. Lines without a claim are for eyes.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from statistics import median

import psutil

from benchmarks.support import ROOT, Verdict, enchanted, films, house_environment, scratch

MANY, TIMES_AS_MANY = 12_833, 10
PACE, MEMORY = 1000, 1.3
ROUNDS = 3
BATCH = 500

Film = dict[str, object]
Write = Callable[[Path, Iterable[Film]], None]


def main() -> int:
    verdict = Verdict()
    with scratch() as folder:
        known = films(MANY)
        paces, peaks, ratios = [], [], []
        for number in range(ROUNDS):
            took, peak = imported(folder / f"json {number}", known, write_list)
            least = floor(folder / f"floor {number}", folder / f"json {number}" / "films")
            paces.append(len(known) / took)
            peaks.append(peak)
            ratios.append(took / least)
        verdict.at_least("records a second, JSON", median(paces), PACE)
        print(f"the rows of the films alone: {median(ratios):.1f} times as quick")
        for name, write in (("CSV", write_csv), ("JSON lines", write_lines)):
            took, peak = imported(folder / name, known, write)
            print(f"records a second, {name}: {len(known) / took:,.0f}; {peak:.0f} MiB at most", flush=True)
        more = (film | {"title": f"{film['title']} {again}"} for again in range(TIMES_AS_MANY) for film in known)
        took, peak = imported(folder / "more", more, write_list)
        print(f"{TIMES_AS_MANY} times as many: {TIMES_AS_MANY * len(known) / took:,.0f} a second")
        print(f"at most {median(peaks):.0f} MiB and {peak:.0f} MiB")
        verdict.at_most(f"memory of {TIMES_AS_MANY} times as many", peak / median(peaks), MEMORY)
    return verdict.told()


def imported(home: Path, given: Iterable[Film], write: Write) -> tuple[float, float]:
    """Seconds the import into a new house takes, and the most memory it holds in MiB."""
    home.mkdir()
    enchanted(home, "queue")  # makes the tables
    write(home / "films", given)
    command = [sys.executable, "-m", "enchanted", "import-catalogue", str(home / "films")]
    began = time.perf_counter()
    process = subprocess.Popen(command, env=house_environment(home), cwd=ROOT, stdout=subprocess.PIPE, text=True)
    most = 0
    while process.poll() is None:
        with suppress(psutil.Error):
            held = psutil.Process(process.pid).memory_info()
            most = max(most, held.rss - held.shared)
        time.sleep(0.02)
    took = time.perf_counter() - began
    said = process.communicate()[0]
    if process.returncode or " 0 refused" not in said:
        raise RuntimeError(f"the import said: {said}")
    return took, most / 2**20


def floor(home: Path, records: Path) -> float:
    """Seconds that writing the films' rows alone takes in a house with the same tables."""
    home.mkdir()
    enchanted(home, "queue")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.records", "--floor", str(records)], env=house_environment(home), cwd=ROOT,
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return float(done.stdout)


def write_rows_alone(path: Path) -> int:
    """The floor itself: batches as large as the import's, each in its transaction."""
    from enchanted.config.commands.django import setup

    setup()
    from django.db import transaction

    from enchanted.catalogue.models import Movie

    given = json.loads(path.read_bytes())
    began = time.perf_counter()
    for start in range(0, len(given), BATCH):
        with transaction.atomic():
            Movie.objects.bulk_create(
                Movie(title=film["title"], year=film["year"], plot=film.get("extract") or "")
                for film in given[start : start + BATCH]
            )
    print(time.perf_counter() - began)
    return 0


def write_list(path: Path, given: Iterable[Film]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for number, film in enumerate(given):
            file.write(("," if number else "[") + json.dumps(film))
        file.write("]")


def write_lines(path: Path, given: Iterable[Film]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(film) + "\n" for film in given)


def write_csv(path: Path, given: Iterable[Film]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(("title", "year", "genres", "cast", "href", "extract"))
        for film in given:
            lists = (
                "|".join(map(str, value if isinstance(value, list) else []))
                for value in (film.get("genres"), film.get("cast"))
            )
            sheet.writerow((film["title"], film["year"], *lists, film.get("href"), film.get("extract")))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "enchanted.config.settings")
    raise SystemExit(write_rows_alone(Path(sys.argv[2])) if "--floor" in sys.argv else main())
