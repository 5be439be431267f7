"""Follows a folder of films: takes in what comes once it is whole, and says what moves and goes."""

from __future__ import annotations

import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from enchanted.config.commands.import_folder import shown, summary, tell_vanished, told

if TYPE_CHECKING:
    from enchanted.media.actions.walking import Found

LOOK_MS = 300
BESIDE = (".nfo", ".jpg", ".jpeg", ".png", ".webp", ".srt", ".vtt", ".ass", ".ssa", ".sub", ".idx")
MOST_PATIENCE = 20
"""How many times the settling time what is gone waits for what still comes: a move ends with its last file."""


def watch_folder(root: Path, settle: float) -> None:
    """Import a folder and follow it until interrupted; while it is not there, wait for it.

    Errors: Conflict when the machine lets nobody watch so many folders.
    """
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_given: stop.set())
    follower = Follower(root, settle, stop)
    while not stop.is_set():
        if root.is_dir():
            follower.follow()
        if not stop.is_set() and not root.is_dir():
            follower.say(f"{root} is not there; waiting for it.")
            while not root.is_dir() and not stop.wait(1):
                pass
    follower.say("No longer watching.")


@dataclass
class Settling:
    """Paths that changed, until they have kept still for `seconds`. Times are those of `time.monotonic`."""

    seconds: float
    paths: dict[Path, tuple[object, float]] = field(default_factory=dict)

    def note(self, path: Path, now: float) -> None:
        self.paths[path] = (_look(path), now)

    def due(self, now: float) -> list[Path]:
        """Takes out what is still; a file that grew waits anew."""
        ready = []
        for path, (before, since) in list(self.paths.items()):
            look = _look(path)
            if look != before or (look is not None and _is_fetched(path)):
                self.paths[path] = (look, now)
            elif now - since >= self.seconds:
                ready.append(path)
                del self.paths[path]
        return ready

    def holds_arrivals(self) -> bool:
        return any(look is not None for look, _since in self.paths.values())


class Follower:
    def __init__(self, root: Path, settle: float, stop: threading.Event) -> None:
        self.root = root
        self.stop = stop
        self.settling = Settling(settle)
        self.gone_since: float | None = None

    def say(self, line: str) -> None:
        from enchanted.core import clock

        print(f"{clock.now().astimezone():%H:%M:%S} {line}", flush=True)

    def follow(self) -> None:
        """Until asked to stop, or until another folder, or none, stands where this one did."""
        from watchfiles import watch

        from enchanted.core.errors import Conflict

        place, fresh = _place(self.root), True
        try:
            for changes in watch(
                self.root, watch_filter=None, debounce=LOOK_MS, rust_timeout=LOOK_MS, yield_on_timeout=True,
                stop_event=self.stop, raise_interrupt=False, ignore_permission_denied=True,
            ):  # fmt: skip
                if _place(self.root) != place:
                    return
                if fresh:
                    self._carefully(self._import_all, [])
                    fresh = False
                now = time.monotonic()
                for _change, name in changes:
                    if _concerns(Path(name), self.root):
                        self.settling.note(Path(name), now)
                self._carefully(self._take, self.settling.due(now))
        except (FileNotFoundError, NotADirectoryError):
            return
        except OSError as fault:
            raise Conflict(f"This folder can't be watched: {fault}. (fs.inotify.max_user_watches?)") from None

    def _carefully(self, act: Callable[[list[Path]], None], due: list[Path]) -> None:
        """A database that does not answer now is asked again; what was due stays so."""
        from django.db import InterfaceError, OperationalError, close_old_connections

        try:
            close_old_connections()
            act(due)
        except (OperationalError, InterfaceError):
            self.say("The database doesn't answer; trying again.")
            for path in due or [self.root]:
                self.settling.note(path, time.monotonic())

    def _import_all(self, _due: list[Path]) -> None:
        from enchanted.config.commands.bars import track
        from enchanted.media.actions.walking import find_films

        counts: Counter[str] = Counter()
        for found, _say in track(list(find_films(self.root)), "Importing"):
            if self.stop.is_set():
                return
            if _is_fresh(found.path, self.settling.seconds):
                self.settling.note(found.path, time.monotonic())
            else:
                counts[self._import(found, again=False, quiet=True)] += 1
        counts["vanished"] = tell_vanished(self.root, self.say)
        self.say(summary(counts))
        self.say(f"Watching {self.root}.")

    def _take(self, due: list[Path]) -> None:
        films: dict[Path, tuple[Found, bool]] = {}
        for path in due:
            for found, beside in self._concerned(path):
                films[found.path] = (found, beside or films.get(found.path, (found, False))[1])
        for found, beside in films.values():
            if self.stop.is_set():
                return
            self._import(found, again=beside, quiet=False)
        now = time.monotonic()
        if self.gone_since is None and any(not path.exists() for path in due):
            self.gone_since = now
        patience = self.settling.seconds * MOST_PATIENCE
        if self.gone_since is not None and (not self.settling.holds_arrivals() or now - self.gone_since > patience):
            self.gone_since = None
            tell_vanished(self.root, self.say)

    def _concerned(self, path: Path) -> Iterator[tuple[Found, bool]]:
        """The films a change is about, and whether it is about what lies beside them."""
        from enchanted.media.actions.walking import find_films
        from enchanted.media.logic import naming

        if path.is_dir() and path.name.lower() not in naming.SUBTITLE_FOLDERS:
            for found in find_films(self.root, path):
                yield found, False
        elif path.suffix.lower() in naming.VIDEO_SUFFIXES:
            yield from (
                (found, False) for found in find_films(self.root, path.parent, deep=False) if found.path == path
            )
        elif path.suffix.lower() in BESIDE or path.name.lower() in (*naming.SUBTITLE_FOLDERS, ".actors"):
            folder = path.parent
            while folder != self.root and (naming.is_left_out(folder.name) or _is_subs(folder, self.root)):
                folder = folder.parent
            for found in find_films(self.root, folder, deep=False):
                if found.listing.is_one_film or path.name.startswith(found.path.stem) or folder != path.parent:
                    yield found, True

    def _import(self, found: Found, *, again: bool, quiet: bool) -> str:
        """Take one film in, and say what became of it; with `quiet`, only what is out of the way."""
        from enchanted.core.actor import HOUSE
        from enchanted.media.actions.importing import import_found

        outcome = import_found(actor=HOUSE, found=found, again=again)
        name = shown(found.path, self.root)
        if outcome.kind in ("new", "version", "changed") and not quiet:
            self.say(f"{outcome.kind} {name}")
        if outcome.kind == "known" and again:
            self.say(f"read again what lies beside {name}")
        for line in told(outcome, self.root):
            self.say(line)
        return outcome.kind.value


def _concerns(path: Path, root: Path) -> bool:
    """Whether a change may be about a film: what is hidden or half fetched is not, people's pictures are."""
    from enchanted.media.logic import naming

    if path != root and not path.is_relative_to(root):
        return False
    names = [name for name in path.relative_to(root).parts if name != ".actors"]
    hidden = any(naming.is_left_out(name) for name in names)
    return not hidden and not naming.is_unfinished(path.name)


def _is_subs(folder: Path, root: Path) -> bool:
    from enchanted.media.logic import naming

    return folder.name.lower() in naming.SUBTITLE_FOLDERS or (
        folder.parent != root and folder.parent.name.lower() in naming.SUBTITLE_FOLDERS
    )


def _is_fetched(path: Path) -> bool:
    """Whether the file that a download keeps beside its target says that the target is not whole."""
    from enchanted.media.logic import naming

    return any(path.with_name(path.name + end).exists() for end in naming.UNFINISHED) if _fits(path) else False


def _fits(path: Path) -> bool:
    return len(path.name.encode(errors="surrogateescape")) < 240


def _is_fresh(path: Path, seconds: float) -> bool:
    try:
        return time.time() - path.stat().st_mtime < seconds
    except OSError:
        return False


def _look(path: Path) -> object:
    """What tells that a file changes; None when it is not there."""
    try:
        status = path.stat()
    except OSError:
        return None
    return ("folder",) if path.is_dir() else (status.st_size, status.st_mtime_ns)


def _place(root: Path) -> object:
    try:
        status = root.stat()
    except OSError:
        return None
    return (status.st_dev, status.st_ino)
