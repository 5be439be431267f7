"""Questions about files, encodes and what may be played."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from enchanted.catalogue.models import Movie
from enchanted.catalogue.queries import movie_of
from enchanted.core.actor import Actor
from enchanted.core.errors import Conflict, NotAllowed
from enchanted.media.logic import grants
from enchanted.media.models import Encode, MediaFile, Subtitle
from enchanted.media.rules import may_run_queue, may_watch


@dataclass(frozen=True)
class Playback:
    """What a player needs: the address below which everything lies, its end, the subtitles, the length in seconds."""

    token: str
    expires_in: int
    duration: float
    subtitles: list[Subtitle]

    @property
    def base(self) -> str:
        return f"/stream/{self.token}"


def playback_of(actor: Actor, movie_id: int, at: datetime) -> Playback:
    """Leave for the actor's browser to play a movie.

    Errors: NotFound, NotAllowed for a guest where guests only browse, Conflict while there is nothing to play.
    """
    movie = movie_of(actor, movie_id)
    if not may_watch(actor, movie):
        raise NotAllowed(_("Sign in to watch this film."))
    encode = ladder_of(movie)
    if encode is None:
        raise Conflict(_("This film can't be played yet."))
    grant = grants.Grant(
        movie_id=movie.pk,
        file_id=encode.file_id,
        encode_id=encode.pk,
        expires=int(at.timestamp()) + settings.HOUSE_GRANT_SECONDS,
        holder=grants.holder_mark(settings.SECRET_KEY, actor.key),
    )
    token = grants.sign(settings.SECRET_KEY, grant)
    return Playback(token, settings.HOUSE_GRANT_SECONDS, encode.file.duration_ms / 1000, subtitles_of(movie))


def ladder_of(movie: Movie) -> Encode | None:
    """The newest whole ladder of a movie, with its file."""
    done = Encode.objects.filter(file__movie=movie, state=Encode.State.DONE)
    return done.select_related("file").order_by("-finished_at", "-id").first()


def subtitles_of(movie: Movie) -> list[Subtitle]:
    return list(Subtitle.objects.filter(movie=movie))


def encode_status(actor: Actor, movie: Movie) -> Encode | None:
    """The newest encode of a movie, for those who run the queue."""
    if not may_run_queue(actor):
        return None
    return Encode.objects.filter(file__movie=movie).order_by("-id").first()


def original_path(file_id: int) -> Path | None:
    """Where a film's file lies; None when it is gone."""
    path = MediaFile.objects.filter(pk=file_id).values_list("path", flat=True).first()
    return Path(path) if path else None


def count_files_below(folder: Path) -> int:
    """How many film files of a folder the house knows."""
    return MediaFile.objects.filter(path__startswith=f"{folder.resolve()}/").count()


def queue_ahead() -> list[Encode]:
    """Encodes that run or wait, in the order they will be made."""
    live = Encode.objects.filter(live=True).select_related("file__movie")
    return sorted(live, key=lambda encode: (encode.state != Encode.State.RUNNING, encode.pk))
