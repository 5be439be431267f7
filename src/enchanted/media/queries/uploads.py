"""Questions about uploads, always through an actor."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from enchanted.catalogue.models import Movie
from enchanted.catalogue.queries import list_movies, movie_by_title
from enchanted.core.actor import Actor
from enchanted.core.errors import NotAllowed, NotFound
from enchanted.core.fields import fold
from enchanted.media.models import MediaFile, Upload
from enchanted.media.rules import may_import

MOST_LISTED = 40
MOST_OFFERED = 6
State = Upload.State


@dataclass(frozen=True)
class Known:
    """What the house has of a content before a byte of it came: a film's file, a whole upload of it that waits to be
    taken in, or one of the asking person's own to go on with."""

    file: MediaFile | None = None
    waiting: Upload | None = None
    unfinished: Upload | None = None


def uploads_of(actor: Actor) -> QuerySet[Upload]:
    """Every upload the actor may see and decide about: all, for those who import. Errors: NotAllowed."""
    if not may_import(actor):
        raise NotAllowed(_("Only staff import films."))
    return Upload.objects.select_related("movie", "account")


def recent_uploads(actor: Actor) -> list[Upload]:
    """The newest uploads, those that wait for a word of staff first. Errors: NotAllowed."""
    found = list(uploads_of(actor)[:MOST_LISTED])
    waiting = list(uploads_of(actor).filter(state=State.ARRIVED)[:MOST_LISTED])
    return waiting + [upload for upload in found if upload.state != State.ARRIVED]


def upload_of(actor: Actor, upload_id: int) -> Upload:
    """One upload. Errors: NotAllowed, NotFound."""
    upload = uploads_of(actor).filter(pk=upload_id).first()
    if upload is None:
        raise NotFound(_("There is no such upload."))
    return upload


def own_upload(actor: Actor, token: str) -> Upload:
    """The upload of the actor's own that this address names. Errors: NotAllowed, NotFound, also for another's."""
    upload = uploads_of(actor).filter(token=token, account=actor.user_id).first() if actor.user_id else None
    if upload is None:
        raise NotFound(_("There is no such upload."))
    return upload


def known_content(actor: Actor, size: int, fingerprint: str) -> Known:
    """What the house has of a film of this size and fingerprint. Errors: NotAllowed."""
    sent = uploads_of(actor).filter(size=size, fingerprint=fingerprint, kind=Upload.Kind.FILM)
    if not fingerprint:
        return Known()
    unfinished = sent.filter(state=State.RECEIVING, account=actor.user_id).order_by("-id").first()
    files = MediaFile.objects.select_related("movie").filter(size=size, fingerprint=fingerprint)
    here = Q(movie__deleted_at=None) & ~Q(state=MediaFile.State.MISSING)
    file = next((file for file in files.filter(here).order_by("id")[:20] if _is_there(file.path)), None)
    return Known(file, sent.filter(state=State.ARRIVED).first(), unfinished)


def films_to_attach(actor: Actor, words: str) -> list[Movie]:
    """Films of the catalogue that match what staff type, a few. Errors: NotAllowed."""
    if not may_import(actor):
        raise NotAllowed(_("Only staff import films."))
    return list(list_movies(actor, words=words).movies[:MOST_OFFERED]) if fold(words) else []


def film_meant(title: str, year: int | None) -> Movie | None:
    """The film of the catalogue with exactly this title and year, where a year is known."""
    return movie_by_title(title, year) if year else None


def _is_there(path: str) -> bool:
    """Whether a file can be seen at a path; one on a disk that fails may be sent anew."""
    try:
        return Path(path).exists()
    except OSError:
        return False
