"""Takes a folder of films in, and stays to follow it where asked. Exit code 1 when every film was refused."""

from __future__ import annotations

import argparse
import sys
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from enchanted.media.actions.importing import Outcome
    from enchanted.media.actions.walking import Found

EXAMPLE = "enchanted import ~/films --wait"
KINDS = {"new": "new", "version": "versions", "known": "known", "changed": "changed", "moved": "moved", "back": "back",
         "vanished": "vanished", "refused": "refused"}  # fmt: skip
AT_WORK = ("new", "version", "changed")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=Path, metavar="PATH", help="a folder of films, or one film file")
    stay = parser.add_mutually_exclusive_group()
    stay.add_argument("--wait", action="store_true", help="stay until the house has encoded what came in")
    stay.add_argument("--watch", action="store_true", help="stay, and take in what comes, changes, moves or goes")
    parser.add_argument(
        "--settle", type=_seconds, default=3.0, metavar="SECONDS",
        help="with --watch: how long a file must not have changed to count as whole (default: 3)",
    )  # fmt: skip


def run(options: argparse.Namespace) -> int:
    from enchanted.core.errors import Invalid, NotFound

    root = options.path.expanduser().resolve()
    if not root.exists():
        raise NotFound(f"There is nothing at {root}.")
    if options.watch and not root.is_dir():
        raise Invalid(f"Only a folder can be watched, and {root} is none.")
    from enchanted.config.commands.django import setup

    setup()
    if options.watch:
        from enchanted.config.commands.watching import watch_folder

        watch_folder(root, options.settle)
        return 0
    return _once(root, wait=options.wait)


def _once(root: Path, *, wait: bool) -> int:
    from enchanted.config.commands.queue import follow
    from enchanted.media.actions.walking import find_films

    films = list(find_films(root))
    counts = take_in(films, root)
    if root.is_dir():
        counts["vanished"] = tell_vanished(root, lambda line: print(line, file=sys.stderr))
    if not films and not counts["vanished"]:
        print(f"No film files below {root}.")
        return 0
    print(summary(counts))
    if any(counts[kind] for kind in AT_WORK):
        if wait:
            follow(threading.Event(), until_idle=True)
        else:
            print(
                "The open house encodes them now, a closed one once it opens. `enchanted queue --follow` shows how far."
            )
    return 0 if not films or counts["refused"] < len(films) else 1


def take_in(films: Sequence[Found], root: Path, *, quiet: bool = False) -> Counter[str]:
    """Import each film with a progress bar; names what is refused and goes on. Returns how many of each kind."""
    from enchanted.config.commands.bars import track
    from enchanted.core.actor import HOUSE
    from enchanted.media.actions.importing import import_found

    counts: Counter[str] = Counter()
    for found, say in track(films, "Importing", quiet=quiet):
        outcome = import_found(actor=HOUSE, found=found)
        counts[outcome.kind.value] += 1
        for line in told(outcome, root):
            say(line)
    return counts


def told(outcome: Outcome, root: Path) -> list[str]:
    """What there is to say of a film that did not just come in, or stay as it was."""
    name = shown(outcome.path, root)
    lines = [f"refused {name}: {outcome.reason}"] if outcome.kind == "refused" else []
    lines += [f"{outcome.kind} {name}"] if outcome.kind in ("moved", "back") else []
    return lines + [f"beside {name}: {printable(note)}" for note in outcome.notes]


def tell_vanished(root: Path, say: Callable[[str], None]) -> int:
    """Mark what is gone from a folder, and say so. Returns how many."""
    from enchanted.core import clock
    from enchanted.core.actor import HOUSE
    from enchanted.media.actions.vanishing import reconcile

    done = reconcile(actor=HOUSE, root=root, at=clock.now())
    for path in done.vanished:
        say(f"vanished {shown(path, root)}")
    if done.note:
        say(done.note)
    return len(done.vanished)


def summary(counts: Mapping[str, int]) -> str:
    """How many of each kind; those that are rare only where there are some."""
    named = [f"{counts[kind]} {words}" for kind, words in KINDS.items() if counts[kind] or kind != "back"]
    return f"{', '.join(named)}."


def shown(path: Path, root: Path) -> str:
    """A path below `root` for the terminal: on one line, whatever its name holds."""
    return printable(str(path.relative_to(root)) if path != root and path.is_relative_to(root) else path.name)


def printable(text: str) -> str:
    encoding = sys.stdout.encoding or "utf-8"
    plain = "".join(letter if letter.isprintable() or "\ud800" <= letter <= "\udfff" else f"\\x{ord(letter):02x}"
                    for letter in text)  # fmt: skip
    return plain.encode(encoding, "backslashreplace").decode(encoding)


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 <= seconds <= 3600:
        raise argparse.ArgumentTypeError("must be from 0 to 3600")
    return seconds
