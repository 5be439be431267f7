"""Uploads from their first word to the film, picture or subtitles they become. All or nothing: a file is at its place
whole or not at all, and its row says so in one transaction."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePath

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from enchanted.catalogue.queries import movie_of
from enchanted.core import storage
from enchanted.core.actor import Actor
from enchanted.core.errors import Conflict, Invalid, NotAllowed, TooMany
from enchanted.core.pictures import MOST_BYTES as PICTURE_BYTES
from enchanted.media.actions.receiving import NoRoom, forget_digest, part_of
from enchanted.media.logic import filenames
from enchanted.media.logic.subtitles import MOST_BYTES as SUBTITLE_BYTES
from enchanted.media.models import Upload
from enchanted.media.queries.uploads import known_content, own_upload, upload_of
from enchanted.media.rules import may_import

FILM_BYTES = 500_000_000_000
MOST_BYTES = {
    Upload.Kind.FILM: FILM_BYTES,
    Upload.Kind.POSTER: PICTURE_BYTES,
    Upload.Kind.BACKDROP: PICTURE_BYTES,
    Upload.Kind.SUBTITLE: SUBTITLE_BYTES,
}
STAYS = timedelta(days=7)
MOST_AT_ONCE = 200
State, Kind = Upload.State, Upload.Kind


class TooLarge(Invalid):
    """More bytes than a file of its kind may have."""

    status = 413


class HereAlready(Conflict):
    """The house has this content; nothing needs to be sent."""


@dataclass(frozen=True)
class Wish:
    """What somebody wants to send: its size in bytes, what it is, the film it is for, and what its browser knows."""

    size: int
    name: str
    kind: str = Kind.FILM
    movie_id: int | None = None
    fingerprint: str = ""


def open_upload(*, actor: Actor, wish: Wish, at: datetime) -> Upload:
    """Make room for a file that is about to come.

    Errors: NotAllowed, Invalid, TooLarge, NoRoom, TooMany, HereAlready; NotFound for a film that isn't there.
    """
    if not may_import(actor) or actor.user_id is None:
        raise NotAllowed(_("Only staff import films."))
    _check(wish)
    if wish.kind == Kind.FILM:
        known = known_content(actor, wish.size, wish.fingerprint)
        if known.file or known.waiting:
            film = known.file.movie if known.file else known.waiting
            raise HereAlready(_("This film is here already: %(film)s") % {"film": film})
        movie = None
    elif wish.movie_id is None:
        raise Invalid(_("Choose the film that this is for."))
    else:
        movie = movie_of(actor, wish.movie_id)
    live = list(Upload.objects.filter(state=State.RECEIVING).values_list("account", "size", "offset"))
    if sum(account == actor.user_id for account, _size, _offset in live) >= MOST_AT_ONCE:
        raise TooMany(_("Too many uploads wait to be finished. Finish or cancel some."))
    if storage.free_bytes() - settings.HOUSE_DISK_RESERVE < wish.size + sum(size - there for _a, size, there in live):
        raise NoRoom(_("The disk has no room for this file."))
    upload = Upload.objects.create(
        token=uuid.uuid4().hex, account_id=actor.user_id, kind=wish.kind, name=clean_name(wish.name), size=wish.size,
        movie=movie, fingerprint=wish.fingerprint, began_at=at, moved_at=at,
    )  # fmt: skip
    part = part_of(upload)
    part.parent.mkdir(parents=True, exist_ok=True)
    part.touch()
    return upload


def end_upload(*, actor: Actor, token: str) -> None:
    """Its sender does not want it any more. Errors: NotFound, NotAllowed, Conflict when it is in the house already."""
    _remove(own_upload(actor, token))


def cancel_upload(*, actor: Actor, upload_id: int) -> None:
    """Staff take back an upload that is on its way or waits. Errors: NotFound, NotAllowed, Conflict."""
    _remove(upload_of(actor, upload_id))


def remove_old_uploads(*, at: datetime) -> int:
    """Let go of uploads whose sender did not come back, and of the rows of those that ended. Returns how many."""
    old = Upload.objects.filter(moved_at__lt=at - STAYS).exclude(state=State.ARRIVED)
    removed = 0
    for upload in old[:100]:
        if upload.state != State.RECEIVING:
            removed += Upload.objects.filter(pk=upload.pk).delete()[0]
        else:
            removed += _let_go(upload, State.RECEIVING)
    return removed


def clean_name(name: str) -> str:
    """The name of a sent file without the folders before it and whatever a file system would not take.

    >>> clean_name("..\\\\..\\\\A: film?.mkv")
    'A - film.mkv'
    """
    plain = PurePath(name.replace("\\", "/")).name
    stem, suffix = PurePath(plain).stem, PurePath(plain).suffix.lower()
    kept = suffix if suffix[1:].isalnum() and suffix.isascii() and len(suffix) <= 8 else ""
    return filenames.safe(stem if kept else plain, "film") + kept


def _check(wish: Wish) -> None:
    """Errors: Invalid, TooLarge."""
    if wish.kind not in Kind.values:
        raise Invalid(_("Films, posters, stills and subtitles can be sent."))
    if wish.size < 1:
        raise Invalid(_("The file is empty."))
    if wish.size > MOST_BYTES[Kind(wish.kind)]:
        raise TooLarge(_("The file is larger than the %(most)s MB that one of its kind may have.")
                       % {"most": MOST_BYTES[Kind(wish.kind)] // 1_000_000})  # fmt: skip
    if wish.fingerprint and (len(wish.fingerprint) != 64 or not wish.fingerprint.isalnum()):
        raise Invalid(_("The file's fingerprint is not one."))


def _remove(upload: Upload) -> None:
    if not _let_go(upload, State.RECEIVING, State.ARRIVED):
        raise Conflict(_("This upload has ended already."))


def _let_go(upload: Upload, *states: str) -> int:
    """Delete a row in one of these states, then its files: what is killed in between leaves files nobody knows."""
    with transaction.atomic():
        gone, _kinds = Upload.objects.filter(pk=upload.pk, state__in=states).delete()
    if gone:
        storage.remove(storage.place(f"uploads/{upload.pk}"))
        forget_digest(upload.pk)
    return int(gone > 0)
