"""Claim: the list of 12,833 films takes no more than 1.5 times as long as that of 100, in as many queries.

Two houses are filled by `enchanted import-catalogue`, whose pace is told. Each answers in a process of its own, through
every middleware and template, as a guest asks; rounds in turns. Lines without a claim are for eyes.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from benchmarks.support import ROOT, Verdict, enchanted, films, house_environment, scratch

MANY, FEW = 12_833, 100
CLAIM = 1.5
ROUNDS, TIMES = 5, 4
CLAIMED = ("/movies/", "/api/movies/")
FOR_EYES = ("/", "/movies/?order=title", "/movies/?order=year", "/movies/?q=star", "/api/movies/?q=star")

Answer = tuple[float, int]


def main() -> int:
    verdict = Verdict()
    with scratch() as folder, ExitStack() as stack:
        few, many = (stack.enter_context(asked(filled(folder / str(count), count))) for count in (FEW, MANY))
        for path in (*CLAIMED, *FOR_EYES):
            ratio, queries, words = compare(few, many, path)
            print(f"{path:<22} {words}", flush=True)
            if path in CLAIMED:
                verdict.at_most(f"{path}, {MANY:,} films / {FEW}", ratio, CLAIM)
                verdict.equal(f"{path}, queries", *queries)
    return verdict.told()


def filled(home: Path, count: int) -> Path:
    """A house with so many films; says how fast they came in."""
    home.mkdir()
    catalogue = home / "films.json"
    catalogue.write_text(json.dumps(films(count)))
    began = time.perf_counter()
    said = enchanted(home, "import-catalogue", str(catalogue)).stdout
    took = time.perf_counter() - began
    new = re.match(r"(\d+) new", said)
    if not new or int(new.group(1)) < count * 0.98:
        raise RuntimeError(f"the import said: {said}")
    print(f"import of {count:,} records: {took:.1f} s, {count / took:,.0f} a second", flush=True)
    return home


@contextmanager
def asked(home: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that has the house in `home` loaded, and times what it is asked for; one path a line."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.lists", "--answer"], env=house_environment(home), cwd=ROOT,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.communicate()


def ask(process: subprocess.Popen[str], path: str) -> Answer:
    if not process.stdin or not process.stdout:
        raise RuntimeError("no pipes")
    process.stdin.write(path + "\n")
    process.stdin.flush()
    seconds, queries = json.loads(process.stdout.readline())
    return seconds, queries


def compare(few: subprocess.Popen[str], many: subprocess.Popen[str], path: str) -> tuple[float, tuple[int, int], str]:
    """The middle ratio of the rounds, the counts of queries, and the figures in words."""
    rounds = [(ask(few, path), ask(many, path)) for _ in range(ROUNDS)]
    ratio = median(large[0] / small[0] for small, large in rounds)
    small, large = (median(pair[side][0] for pair in rounds) * 1000 for side in (0, 1))
    queries = (rounds[-1][0][1], rounds[-1][1][1])
    return ratio, queries, f"{small:6.1f} ms and {large:6.1f} ms: {ratio:.2f}; {queries[0]} and {queries[1]} queries"


def answer() -> int:
    """Time each path read from standard input: the best of a few requests, and its queries."""
    from enchanted.config.commands.django import setup

    setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(HTTP_HOST="localhost")
    for path in map(str.strip, sys.stdin):
        took = []
        client.get(path)
        with CaptureQueriesContext(connection) as caught:
            status = client.get(path).status_code
        queries = len(caught)
        if status != 200:
            raise RuntimeError(f"{path} answers {status}")
        for _ in range(TIMES):
            began = time.process_time()
            client.get(path)
            took.append(time.process_time() - began)
        print(json.dumps([min(took), queries]), flush=True)
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "enchanted.config.settings")
    raise SystemExit(answer() if "--answer" in sys.argv else main())
