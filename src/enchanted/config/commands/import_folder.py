"""Takes a folder of films in. Exit code 1 when every film was refused."""

from __future__ import annotations

import argparse
import sys
import threading
from collections import Counter
from pathlib import Path

EXAMPLE = "enchanted import ~/films --wait"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=Path, metavar="PATH", help="a folder of films, or one film file")
    parser.add_argument("--wait", action="store_true", help="stay until the house has encoded what came in")


def run(options: argparse.Namespace) -> int:
    from enchanted.core.errors import NotFound

    root = options.path.expanduser().resolve()
    if not root.exists():
        raise NotFound(f"There is nothing at {root}.")
    from enchanted.config.commands.django import setup

    setup()
    from enchanted.config.commands.queue import follow
    from enchanted.media.actions.importing import find_films

    films = list(find_films(root))
    if not films:
        print(f"No film files below {root}.")
        return 0
    counts = take_in(films, root)
    print(f"{counts['new']} new, {counts['changed']} changed, {counts['known']} known, {counts['refused']} refused.")
    if counts["new"] or counts["changed"]:
        if options.wait:
            follow(threading.Event(), until_idle=True)
        else:
            print(
                "The open house encodes them now, a closed one once it opens. `enchanted queue --follow` shows how far."
            )
    return 0 if counts["refused"] < len(films) else 1


def take_in(films: list[Path], root: Path, *, quiet: bool = False) -> Counter[str]:
    """Import each film with a progress bar; names what is refused and goes on. Returns how many of each kind."""
    from enchanted.config.commands.bars import track
    from enchanted.core.actor import HOUSE
    from enchanted.media.actions.importing import Kind, import_film

    counts: Counter[str] = Counter()
    for path, say in track(films, "Importing", quiet=quiet):
        outcome = import_film(actor=HOUSE, path=path, root=root)
        counts[outcome.kind.value] += 1
        if outcome.kind is Kind.REFUSED:
            say(f"refused {_shown(path, root)}: {outcome.reason}")
        for note in outcome.notes:
            say(f"beside {_shown(path, root)}: {note}")
    return counts


def _shown(path: Path, root: Path) -> str:
    name = str(path.relative_to(root)) if path != root else path.name
    return name.encode(sys.stdout.encoding or "utf-8", "backslashreplace").decode(sys.stdout.encoding or "utf-8")
