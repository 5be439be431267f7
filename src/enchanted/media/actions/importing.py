"""Takes films into the house. Files stay where they are; the house only reads them."""

from __future__ import annotations

import logging
import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from enchanted.catalogue.actions.adding import add_movie, complete_movie
from enchanted.core import clock
from enchanted.core.actor import Actor
from enchanted.core.errors import Invalid, NotAllowed
from enchanted.media.actions.beside import came_since, movie_told
from enchanted.media.actions.describing import columns_of, keep_streams, tell_length
from enchanted.media.actions.encodes import AlreadyQueued, end_live_encode, queue_encode
from enchanted.media.actions.matching import movie_of_catalogue, path_hash
from enchanted.media.actions.subtitles import keep_sidecars, let_go_of_inner
from enchanted.media.actions.tools import Probe, probe
from enchanted.media.actions.vanishing import fingerprint, is_gone
from enchanted.media.actions.walking import Found, Listing, list_folder
from enchanted.media.models import Encode, MediaFile
from enchanted.media.rules import may_import

log = logging.getLogger(__name__)

State = MediaFile.State


class Kind(StrEnum):
    """What became of a file. A version is a further file of a movie that has one; one that is back was missing."""

    NEW = "new"
    VERSION = "version"
    KNOWN = "known"
    CHANGED = "changed"
    MOVED = "moved"
    BACK = "back"
    REFUSED = "refused"


@dataclass(frozen=True)
class Outcome:
    """What became of one film file. `reason` says why it was refused; `notes` what beside it could not be used."""

    path: Path
    kind: Kind
    reason: str = ""
    notes: tuple[str, ...] = ()


@dataclass
class _Film:
    """A film file on its way in: its name, its real place, what lies around it, and what is to be said of it."""

    path: Path
    real: Path
    listing: Listing
    status: os.stat_result
    notes: list[str]

    def outcome(self, kind: Kind) -> Outcome:
        return Outcome(self.path, kind, notes=tuple(self.notes))


def import_found(*, actor: Actor, found: Found, again: bool = False) -> Outcome:
    """Take in what a walk has found. Errors: NotAllowed."""
    if found.fault:
        return Outcome(found.path, Kind.REFUSED, found.fault)
    return import_film(actor=actor, path=found.path, root=found.listing.root, listing=found.listing, again=again)


def import_film(
    *, actor: Actor, path: Path, root: Path, listing: Listing | None = None, again: bool = False
) -> Outcome:
    """Take one film file in, with the metadata, pictures and subtitles beside it, and queue its ladder.

    A file the house knows stays as it is, wherever it was moved to; subtitles beside it that came, changed or went
    are followed, and what its movie lacks is filled from an NFO and pictures that came since, or, with `again`, from
    those there are. `listing` is what lies in its folder, where that is known.
    Errors: NotAllowed. A file that can't be used is an Outcome with the reason, not an error.
    """
    if not may_import(actor):
        raise NotAllowed(_("Only staff import films."))
    try:
        real = path.resolve(strict=True)
        str(real).encode()
        str(path).encode()
        status = real.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Invalid(_("It is not a file, but a folder, a pipe or a device."))
        film = _Film(path, real, listing or list_folder(path.parent, root), status, [])
        return _take_in(actor, film, again)
    except Invalid as fault:
        return Outcome(path, Kind.REFUSED, str(fault))
    except UnicodeEncodeError:
        return Outcome(path, Kind.REFUSED, _("Its name is not text in UTF-8."))
    except RuntimeError:  # what Python 3.11 and 3.12 say of a link that leads in a circle
        return Outcome(path, Kind.REFUSED, _("It is a link that leads in a circle."))
    except OSError as fault:
        return Outcome(path, Kind.REFUSED, fault.strerror or str(fault))
    except (OperationalError, InterfaceError):  # no fault of the film: the database does not answer
        raise
    except Exception:
        log.exception("Importing %s failed", path)
        return Outcome(path, Kind.REFUSED, _("It met a fault of the house; house.log says which."))


def _take_in(actor: Actor, film: _Film, again: bool) -> Outcome:
    known = MediaFile.objects.select_related("movie").filter(path_hash=path_hash(film.real)).first()
    same = known is not None and (known.size, known.mtime_ns) == (film.status.st_size, film.status.st_mtime_ns)
    if known is None or not same or not known.fingerprint:
        mark = fingerprint(film.real, film.status.st_size)
        same = same or (known is not None and known.fingerprint == mark)
    else:
        mark = known.fingerprint
    if known is not None and same:
        kind = _keep_known(known, film, mark)
        _follow_beside(actor, known, film, again or kind != Kind.KNOWN)
        return film.outcome(kind)
    if known is None:
        twin = same_content(mark, film.status.st_size)
        if twin is not None and not is_gone(twin.path):
            film.notes.append(_("It is the same film as %(path)s.") % {"path": twin.path})
            return film.outcome(Kind.KNOWN)
        if twin is not None:
            _move(twin, film)
            _follow_beside(actor, twin, film, True)
            return film.outcome(Kind.MOVED)
    seen = probe(film.real)
    if known is not None:
        _change(known, film, seen, mark)
        _follow_beside(actor, known, film, True)
        return film.outcome(Kind.CHANGED)
    return _add(actor, film, seen, mark)


def _add(actor: Actor, film: _Film, seen: Probe, mark: str) -> Outcome:
    """A file that is new: its movie, found or made, its row and its job, in one transaction."""
    new = movie_told(film.path, film.listing, film.notes)
    for last_try in (False, True):
        try:
            with transaction.atomic():
                movie = movie_of_catalogue(actor=actor, path=film.path, listing=film.listing, new=new) or add_movie(
                    actor=actor, new=new
                )
                others = list(MediaFile.objects.filter(movie=movie))
                file = MediaFile.objects.create(
                    movie=movie, path=str(film.real), path_hash=path_hash(film.real), fingerprint=mark,
                    **_columns(film, seen), **_told_apart(film, seen, others),
                )  # fmt: skip
                keep_streams(file=file, seen=seen)
                tell_length(file)
                queue_encode(file=file)
            break
        except IntegrityError:
            if MediaFile.objects.filter(path_hash=path_hash(film.real)).exists():
                return film.outcome(Kind.KNOWN)
            log.exception("Importing %s met a conflict", film.real)
            if last_try:
                return Outcome(film.path, Kind.REFUSED, _("The database refused it; house.log says why."))
    _follow_beside(actor, file, film, False)
    return film.outcome(Kind.VERSION if others else Kind.NEW)


def _change(file: MediaFile, film: _Film, seen: Probe, mark: str) -> None:
    """The file at a known path has other bytes now: describe it anew and make its ladder again."""
    with transaction.atomic():
        columns = _columns(film, seen)
        MediaFile.objects.filter(pk=file.pk).update(**columns, fingerprint=mark, **PRESENT)
        file.refresh_from_db()
        keep_streams(file=file, seen=seen)
        let_go_of_inner(file=file)
        tell_length(file)
        end_live_encode(file=file, reason=gettext_noop("The film's file has changed."), at=clock.now())
        queue_encode(file=file)


def _keep_known(file: MediaFile, film: _Film, mark: str) -> Kind:
    """A file with the bytes it had: back from missing, touched, or just as it was."""
    told = {"size": film.status.st_size, "mtime_ns": film.status.st_mtime_ns, "fingerprint": mark}
    lacking = any(getattr(file, column) != value for column, value in told.items())
    missing = file.state == State.MISSING
    if lacking or missing:
        with transaction.atomic():
            MediaFile.objects.filter(pk=file.pk).update(**told, **(PRESENT if missing else {}))
            if missing:
                make_sure_of_ladder(file)
    elif file.state == State.BROKEN:
        film.notes.append(file.shown_reason)
    return Kind.BACK if missing else Kind.KNOWN


def _move(file: MediaFile, film: _Film) -> None:
    """A file the house knows lies elsewhere now: nothing is encoded again."""
    name = film.listing.name_of(film.path)
    missing = file.state == State.MISSING
    present = PRESENT if missing else {}
    with transaction.atomic():
        MediaFile.objects.filter(pk=file.pk).update(
            path=str(film.real), path_hash=path_hash(film.real), size=film.status.st_size,
            mtime_ns=film.status.st_mtime_ns, edition=name.edition, version=name.version, **present,
        )  # fmt: skip
        file.refresh_from_db()
        if missing:
            make_sure_of_ladder(file)


def _follow_beside(actor: Actor, file: MediaFile, film: _Film, again: bool) -> None:
    """Subtitles as they lie beside a file now; what its movie lacks from what came since."""
    keep_sidecars(file=file, path=film.path, listing=film.listing, notes=film.notes)
    if again or came_since(film.path, film.listing, max(file.movie.changed_at, file.added_at)):
        complete_movie(actor=actor, movie=file.movie, new=movie_told(film.path, film.listing, film.notes))


def _told_apart(film: _Film, seen: Probe, others: list[MediaFile]) -> dict[str, str]:
    """Edition and version as the name tells them; a file no different from another of the movie is told by its name."""
    name = film.listing.name_of(film.path)
    edition, version = name.edition, name.version
    label = MediaFile(edition=edition, version=version, width=seen.width, height=seen.height).label
    if label in {other.label for other in others}:
        version = film.path.stem[-80:]
    return {"edition": edition, "version": version}


def make_sure_of_ladder(file: MediaFile) -> None:
    """Queue the file's encodes unless they are done, or wait and run."""
    if Encode.objects.filter(file=file, kind=Encode.Kind.LADDER, state=Encode.State.DONE).exclude(folder="").exists():
        return
    with suppress(AlreadyQueued):
        queue_encode(file=file)


def same_content(mark: str, size: int) -> MediaFile | None:
    """A file the house knows with these bytes; one whose place is empty before one that is there."""
    if not size:
        return None
    twins = list(MediaFile.objects.select_related("movie").filter(fingerprint=mark, size=size).order_by("id")[:20])
    return min(twins, key=lambda twin: not is_gone(twin.path), default=None)


def _columns(film: _Film, seen: Probe) -> dict[str, object]:
    return {"size": film.status.st_size, "mtime_ns": film.status.st_mtime_ns, **columns_of(seen)}


PRESENT: dict[str, object] = {"state": State.READY, "missing_since": None, "reason": ""}
