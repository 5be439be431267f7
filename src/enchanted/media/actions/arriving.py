"""What becomes of an upload whose bytes are all here, and of a film that staff take in."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path, PurePath
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from enchanted.catalogue.actions import editing
from enchanted.catalogue.actions.adding import NewMovie, add_movie
from enchanted.catalogue.models import Movie
from enchanted.catalogue.queries import movie_of
from enchanted.core import storage
from enchanted.core.actor import HOUSE, Actor
from enchanted.core.errors import Conflict, Invalid
from enchanted.media.actions.describing import columns_of, keep_streams, tell_length
from enchanted.media.actions.encodes import queue_encode
from enchanted.media.actions.importing import PRESENT, make_sure_of_ladder, same_content
from enchanted.media.actions.matching import path_hash
from enchanted.media.actions.receiving import Busy, Ended, digest_of, forget_digest, lock_file, part_of
from enchanted.media.actions.subtitles import keep_subtitle
from enchanted.media.actions.tools import FoundChapter, FoundTrack, Probe, probe
from enchanted.media.actions.vanishing import fingerprint, is_gone
from enchanted.media.logic import naming
from enchanted.media.models import MediaFile, Upload
from enchanted.media.queries.uploads import upload_of

State, Kind = Upload.State, Upload.Kind
TWICE = gettext_noop("The same content is here already, and waits to be taken in.")


def finish_upload(*, upload_id: int, at: datetime) -> Upload | None:
    """All bytes are here: flush them, know their SHA-256, put the file to its place, and say so in its row.

    Killed at any moment it may be called again. None when it is not whole, or another one does it already.
    Errors: Invalid for a picture or subtitles that can't be used; then nothing of them is kept.
    """
    upload = Upload.objects.select_related("movie").filter(pk=upload_id).first()
    if upload is None:
        return None
    part, target = part_of(upload), place_of(upload)
    lying = part if part.exists() else target
    try:
        descriptor = lock_file(lying)
    except (Busy, FileNotFoundError):
        return None
    try:
        upload.refresh_from_db()
        if upload.state != State.RECEIVING or os.fstat(descriptor).st_size != upload.size:
            return None
        os.fsync(descriptor)
        digest = digest_of(upload.pk)
        digest.catch_up(lying, upload.size)
        upload.sha256 = digest.sha.hexdigest()
        if lying == part:
            storage.publish(part, target)
        _film_arrived(upload, target, at) if upload.kind == Kind.FILM else _rest_arrived(upload, target, at)
    finally:
        os.close(descriptor)
    forget_digest(upload.pk)
    return upload


def finish_left_uploads(*, at: datetime) -> int:
    """Finish what was whole when its process ended. Returns how many."""
    done = 0
    for upload in Upload.objects.filter(state=State.RECEIVING, unverified_from=None)[:1000]:
        with suppress(Invalid, OSError):
            lying = next((path for path in (part_of(upload), place_of(upload)) if path.exists()), None)
            if lying is not None and lying.stat().st_size == upload.size:
                done += finish_upload(upload_id=upload.pk, at=at) is not None
    return done


def take_in(*, actor: Actor, upload_id: int, title: str, year: int | None, movie_id: int | None, at: datetime) -> Movie:
    """Make a film that arrived part of the house: a version of `movie_id`, else a new film; and queue its encodes.

    Errors: NotAllowed, NotFound, Invalid without a title, Conflict when it was taken in already.
    """
    twin = _twin_of(upload_of(actor, upload_id))
    with transaction.atomic():
        upload = Upload.objects.select_for_update().filter(pk=upload_id, state=State.ARRIVED).first()
        if upload is None:
            raise Conflict(_("This upload does not wait any more."))
        path = place_of(upload)
        if twin is not None:
            movie = _come_again(upload, twin, path, at)
        else:
            movie = movie_of(actor, movie_id) if movie_id else _new_movie(actor, upload, title, year)
            _add_file(upload, movie, path)
            _end(upload, State.DONE, at, movie=movie)
    _tidy(upload)
    return movie


def place_of(upload: Upload) -> Path:
    """Where the file lies when it is whole."""
    return storage.place(f"uploads/{upload.pk}/{upload.name}")


def probe_of(upload: Upload) -> Probe | None:
    """What the look into a film told when it arrived; None when it can't be decoded."""
    if upload.seen is None:
        return None
    seen: dict[str, Any] = dict(upload.seen)
    seen["tracks"] = tuple(FoundTrack(**track) for track in seen["tracks"])
    seen["chapters"] = tuple(FoundChapter(**chapter) for chapter in seen["chapters"])
    return Probe(**seen)


def _film_arrived(upload: Upload, target: Path, at: datetime) -> None:
    upload.fingerprint = fingerprint(target, upload.size)
    seen, reason = _look(target)
    twin = _twin_of(upload)
    try:
        with transaction.atomic():
            if twin is not None:
                _come_again(upload, twin, target, at)
            else:
                _end(upload, State.ARRIVED, at, content=upload.sha256, seen=seen, reason=reason)
    except IntegrityError:
        first = Upload.objects.filter(content=upload.sha256).first()
        with transaction.atomic():
            _end(upload, State.KNOWN, at, reason=TWICE, movie=first.movie if first else None)
    _tidy(upload)


def _rest_arrived(upload: Upload, target: Path, at: datetime) -> None:
    """A picture or subtitles of a film. Errors: Invalid."""
    try:
        if upload.movie is None or upload.movie.deleted_at is not None:
            raise Invalid(_("The film that this is for is not here any more."))
        _use(upload, upload.movie, target.read_bytes(), at)
    except Invalid as fault:
        with translation.override("en"):
            reason = str(fault)
        with transaction.atomic():
            _end(upload, State.REFUSED, at, reason=reason)
        _tidy(upload)
        raise
    with transaction.atomic():
        _end(upload, State.DONE, at, movie=upload.movie)
    _tidy(upload)


def _use(upload: Upload, movie: Movie, data: bytes, at: datetime) -> None:
    if upload.kind == Kind.SUBTITLE:
        said = _subtitle_said(upload.name)
        keep_subtitle(
            movie=movie, file=None, source=f"upload {upload.name}", language=said.language, label=said.title,
            forced=said.forced, hearing_impaired=said.hearing_impaired, data=data,
        )  # fmt: skip
    else:
        poster, backdrop = (data if upload.kind == kind else None for kind in (Kind.POSTER, Kind.BACKDROP))
        editing.edit_movie(actor=HOUSE, movie=movie, fields={}, poster=poster, backdrop=backdrop, at=at)


def _subtitle_said(name: str) -> naming.SubtitleName:
    """What the name of a file tells of the subtitles in it, whatever the film's own name is.

    Errors: Invalid for a file whose name is not one of subtitles.
    """
    path, film = PurePath(name), PurePath("film.mkv")
    whole = naming.subtitle_name(PurePath("Subs") / path, film)
    if whole is None:
        raise Invalid(_("This is not the name of a file of subtitles."))
    words = path.stem.split(".")
    ends = [".".join(words[first:]) for first in range(1, len(words))]
    told = (naming.subtitle_name(PurePath(f"film.{end}{path.suffix}"), film) for end in ends)
    return next((said for said in told if said is not None and not said.title), whole)


def _look(path: Path) -> tuple[dict[str, Any] | None, str]:
    """What is in a film, or why it can't be decoded, in the language of the source."""
    with translation.override("en"):
        try:
            return asdict(probe(path)), ""
        except Invalid as fault:
            return None, str(fault)


def _twin_of(upload: Upload) -> MediaFile | None:
    """The house's file that is the same to the last byte; of one that is gone its fingerprint is all there is."""
    twin = same_content(upload.fingerprint, upload.size)
    if twin is None or is_gone(twin.path):
        return twin
    try:
        with Path(twin.path).open("rb") as file:
            return twin if hashlib.file_digest(file, "sha256").hexdigest() == upload.sha256 else None
    except OSError:
        return None


def _come_again(upload: Upload, twin: MediaFile, path: Path, at: datetime) -> Movie:
    """The house knows this content: a film that was deleted comes back, one whose file is gone gets this one."""
    movie, gone = twin.movie, is_gone(twin.path)
    if movie.deleted_at is not None:
        editing.restore(actor=HOUSE, kind=Movie, ids=[movie.pk], at=at)
        movie.refresh_from_db()
    elif not gone:
        _end(upload, State.KNOWN, at, movie=movie)
        return movie
    if gone:
        real = path.resolve()
        MediaFile.objects.filter(pk=twin.pk).update(
            path=str(real), path_hash=path_hash(real), mtime_ns=path.stat().st_mtime_ns, **PRESENT
        )
        twin.refresh_from_db()
        make_sure_of_ladder(twin)
    _end(upload, State.DONE, at, movie=movie)
    return movie


def _new_movie(actor: Actor, upload: Upload, title: str, year: int | None) -> Movie:
    name = naming.film_name(PurePath(upload.name), PurePath())
    original = name.original_title[:300] if title.strip() == name.title else ""
    return add_movie(actor=actor, new=NewMovie(title.strip()[:300], year, original, ids=name.ids))


def _add_file(upload: Upload, movie: Movie, path: Path) -> MediaFile:
    """The film's file; one that can't be decoded is kept with the reason, and nothing is made of it."""
    seen, real = probe_of(upload), path.resolve()
    name = naming.film_name(PurePath(upload.name), PurePath())
    version = name.version
    others = {other.label for other in MediaFile.objects.filter(movie=movie)}
    size = {"width": seen.width, "height": seen.height} if seen else {}
    if MediaFile(edition=name.edition, version=version, **size).label in others:
        version = path.stem[-80:]
    file = MediaFile.objects.create(
        movie=movie, path=str(real), path_hash=path_hash(real), fingerprint=upload.fingerprint, size=upload.size,
        mtime_ns=path.stat().st_mtime_ns, edition=name.edition, version=version, reason=upload.reason,
        state=MediaFile.State.READY if seen else MediaFile.State.BROKEN, **(columns_of(seen) if seen else {}),
    )  # fmt: skip
    if seen:
        keep_streams(file=file, seen=seen)
        tell_length(file)
        queue_encode(file=file)
    return file


def _end(upload: Upload, state: str, at: datetime, **more: Any) -> None:
    """Say what became of an upload. Errors: Ended when it is not there any more."""
    changes = {
        "state": state, "offset": upload.size, "sha256": upload.sha256, "fingerprint": upload.fingerprint,
        "content": None, "moved_at": at, **more,
    }  # fmt: skip
    if not Upload.objects.filter(pk=upload.pk, state__in=[State.RECEIVING, State.ARRIVED]).update(**changes):
        raise Ended(_("This upload has ended."))
    for column, value in changes.items():
        setattr(upload, column, value)


def _tidy(upload: Upload) -> None:
    """Remove the file of an upload unless it waits, or became a film's file."""
    path = place_of(upload)
    kept = upload.state == State.ARRIVED or MediaFile.objects.filter(path_hash=path_hash(path.resolve())).exists()
    if not kept:
        storage.remove(path.parent)
