"""Questions about files, encodes and what may be played."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from enchanted.catalogue.models import Movie
from enchanted.catalogue.queries import movie_of
from enchanted.core.actor import Actor
from enchanted.core.errors import Conflict, NotAllowed
from enchanted.media.logic import grants
from enchanted.media.models import Chapter, Encode, MediaFile, Rendition, Subtitle, Viewing
from enchanted.media.rules import may_run_queue, may_watch

Kind, State = Encode.Kind, Encode.State


@dataclass(frozen=True)
class Playback:
    """What a player needs: the address below which everything lies and its end, the file and its ladder.

    `encode` is None when only the original can be played; `versions` are the movie's files that can be.
    """

    token: str
    expires_in: int
    file: MediaFile
    encode: Encode | None
    versions: list[MediaFile]
    subtitles: list[Subtitle]

    @property
    def base(self) -> str:
        return f"/stream/{self.token}"

    @property
    def duration(self) -> float:
        return self.file.duration_ms / 1000


def playback_of(
    actor: Actor, movie_id: int, at: datetime, *, viewing_id: int = 0, ladder: int = 0, version: int = 0
) -> Playback:
    """Leave for the actor's browser to play a movie, on the ladder and in the version wished for while they are there.

    Errors: NotFound, NotAllowed for a guest where guests only browse, Conflict while there is nothing to play.
    """
    movie, shown, versions = _playable(actor, movie_id, at)
    file = _version(versions, shown, version)
    encode = next((encode for encode in shown.get(file.pk, []) if encode.pk == ladder), None)
    encode = encode or next(iter(shown.get(file.pk, [])), None)
    grant = grants.Grant(
        movie_id=movie.pk,
        file_id=file.pk,
        encode_id=encode.pk if encode else 0,
        viewing_id=viewing_id,
        expires=int(at.timestamp()) + settings.HOUSE_GRANT_SECONDS,
        holder=grants.holder_mark(settings.SECRET_KEY, actor.key),
    )
    token = grants.sign(settings.SECRET_KEY, grant)
    return Playback(token, settings.HOUSE_GRANT_SECONDS, file, encode, versions, subtitles_of(movie, file))


def check_playable(actor: Actor, movie_id: int, at: datetime) -> None:
    """Nothing when the actor can play the movie now.

    Errors: as playback_of.
    """
    _playable(actor, movie_id, at)


def ladder_of(movie: Movie) -> Encode | None:
    """The newest whole ladder of a movie, with its file."""
    done = Encode.objects.filter(file__movie=movie, kind=Kind.LADDER, state=State.DONE)
    return done.select_related("file").order_by("-finished_at", "-id").first()


def subtitles_of(movie: Movie, file: MediaFile) -> list[Subtitle]:
    """The subtitles that suit one version of a movie."""
    return list(Subtitle.objects.filter(Q(file=file) | Q(file=None), movie=movie))


def chapters_of(file: MediaFile) -> list[Chapter]:
    return list(Chapter.objects.filter(file=file))


def renditions_of(encode_id: int) -> list[Rendition]:
    """Rungs from the largest, then sounds in the file's order."""
    return list(Rendition.objects.filter(encode_id=encode_id))


def loudness_of(encode: Encode) -> float | None:
    """LUFS of the sound a ladder begins with; None when it wasn't measured."""
    sound = Rendition.objects.filter(encode=encode, kind=Rendition.Kind.AUDIO, default=True).first()
    return sound.loudness if sound else None


def shown_encodes(at: datetime) -> QuerySet[Encode]:
    """Those that viewers may play: whole ones, and quick starts that grow while their worker lives."""
    growing = Q(kind=Kind.REMUX, state=State.RUNNING, lease_until__gt=at)
    return Encode.objects.filter(Q(state=State.DONE) | growing).exclude(folder="")


def encode_status(actor: Actor, movie: Movie) -> Encode | None:
    """The newest ladder of a movie, for those who run the queue."""
    if not may_run_queue(actor):
        return None
    return Encode.objects.filter(file__movie=movie, kind=Kind.LADDER).order_by("-id").first()


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
    order = (Kind.REMUX, Kind.LADDER)
    return sorted(
        live, key=lambda row: (row.state != State.RUNNING, order.index(Kind(row.kind)), -row.priority, row.pk)
    )


def viewing_is_open(viewing_id: int) -> bool:
    """Whether a screen that was let in still is: it neither yielded nor ended."""
    return Viewing.objects.filter(pk=viewing_id, ended_at=None).exists()


def is_own_viewing(actor: Actor, viewing_id: int) -> bool:
    """Whether the actor's browser began this viewing."""
    return Viewing.objects.filter(pk=viewing_id, holder=grants.holder_mark(settings.SECRET_KEY, actor.key)).exists()


def _playable(actor: Actor, movie_id: int, at: datetime) -> tuple[Movie, dict[int, list[Encode]], list[MediaFile]]:
    movie = movie_of(actor, movie_id)
    if not may_watch(actor, movie):
        raise NotAllowed(_("Sign in to watch this film."))
    shown = _shown_encodes(movie, at)
    versions = [file for file in MediaFile.objects.filter(movie=movie) if file.pk in shown or file.is_direct]
    if not versions:
        raise Conflict(_("This film can't be played yet."))
    return movie, shown, versions


def _shown_encodes(movie: Movie, at: datetime) -> dict[int, list[Encode]]:
    """A movie's playable encodes by file, for each the best first: the newest ladder, else the newest quick start."""
    found: dict[int, list[Encode]] = {}
    for encode in shown_encodes(at).filter(file__movie=movie):
        found.setdefault(encode.file_id, []).append(encode)
    for encodes in found.values():
        encodes.sort(key=lambda encode: (encode.kind == Kind.LADDER, encode.pk), reverse=True)
    return found


def _version(files: list[MediaFile], shown: dict[int, list[Encode]], wished: int) -> MediaFile:
    """The file wished for, else the one that is furthest made ready, the largest picture of those."""

    def rank(file: MediaFile) -> tuple[bool, bool, bool, int, int]:
        best = shown.get(file.pk, [])
        whole = bool(best) and best[0].kind == Kind.LADDER
        return file.pk == wished, whole, bool(best), file.width * file.height, -file.pk

    return max(files, key=rank)
