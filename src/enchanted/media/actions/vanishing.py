"""Files that moved, vanished and came back: what knows them again, and what is said of them."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from enchanted.catalogue.events import MovieChanged
from enchanted.core.actor import Actor
from enchanted.core.errors import NotAllowed
from enchanted.core.facts import announce
from enchanted.media.actions.walking import find_films
from enchanted.media.models import MediaFile
from enchanted.media.rules import may_import

BLOCK = 1 << 20
FEW = 5
State = MediaFile.State


@dataclass(frozen=True)
class Reconciled:
    """The files that are no longer there; `note` says why none was looked for."""

    vanished: tuple[Path, ...] = ()
    note: str = ""


def fingerprint(path: Path, size: int) -> str:
    """What knows a plain file's content again: its size and a block of its beginning, its middle and its end.

    Errors: OSError.
    """
    mark = hashlib.sha256(str(size).encode())
    with path.open("rb") as file:
        for at in dict.fromkeys((0, max(0, (size - BLOCK) // 2), max(0, size - BLOCK))):
            file.seek(at)
            mark.update(file.read(BLOCK))
    return mark.hexdigest()


def is_gone(path: str) -> bool:
    """Whether nothing lies at a path. A disk that fails or may not be read is no proof of it."""
    try:
        Path(path).stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def reconcile(*, actor: Actor, root: Path, at: datetime) -> Reconciled:
    """Mark the files below `root` that are no longer there as missing; what was encoded of them goes on playing.

    An empty place where many films were looks like a disk that is not mounted: then nothing is marked.
    Errors: NotAllowed.
    """
    if not may_import(actor):
        raise NotAllowed(_("Only staff import films."))
    root = root.resolve()
    below = f"{str(root).rstrip(os.sep)}{os.sep}"
    known = MediaFile.objects.filter(path__startswith=below).exclude(state=State.MISSING)
    gone = [file for file in known.only("pk", "path", "movie_id") if is_gone(file.path)]
    if not gone:
        return Reconciled()
    if _looks_unmounted(root, len(gone)):
        words = _("%(root)s holds none of the %(count)s films known there. Is its disk mounted? Nothing was changed.")
        return Reconciled(note=words % {"root": root, "count": len(gone)})
    return Reconciled(tuple(Path(file.path) for file in gone if _mark_missing(file, at)))


def _looks_unmounted(root: Path, gone: int) -> bool:
    try:
        empty = not any(root.iterdir())
    except OSError:
        return True
    return empty or (gone >= FEW and not any(not found.fault for found in find_films(root)))


def _mark_missing(file: MediaFile, at: datetime) -> bool:
    with transaction.atomic():
        marked = MediaFile.objects.filter(pk=file.pk, path=file.path).exclude(state=State.MISSING)
        done = marked.update(
            state=State.MISSING, missing_since=at, reason=gettext_noop("The film's file is no longer there.")
        )
        if done:
            announce(MovieChanged(file.movie_id))
    return bool(done)
