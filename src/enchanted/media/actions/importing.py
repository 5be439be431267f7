"""Takes a folder of films into the house. Files stay where they are; the house only reads them."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from enchanted.catalogue.actions.adding import NewMovie, add_movie, complete_movie
from enchanted.catalogue.actions.facets import set_facets
from enchanted.catalogue.models import Movie
from enchanted.catalogue.queries import movie_by_external_id, movie_by_title
from enchanted.core import clock, storage
from enchanted.core.actor import Actor
from enchanted.core.errors import Invalid, NotAllowed
from enchanted.core.pictures import MOST_BYTES as PICTURE_BYTES
from enchanted.core.pictures import POSTER_WIDTHS, WIDE_WIDTHS, keep_picture
from enchanted.media.actions.encodes import end_live_encode, queue_encode
from enchanted.media.actions.tools import Probe, probe
from enchanted.media.logic import naming, subtitles
from enchanted.media.logic.nfo import MOST_BYTES as NFO_BYTES
from enchanted.media.logic.nfo import Nfo, read_nfo
from enchanted.media.models import MediaFile, Subtitle
from enchanted.media.rules import may_import

log = logging.getLogger(__name__)

State = MediaFile.State


class Kind(StrEnum):
    NEW = "new"
    KNOWN = "known"
    CHANGED = "changed"
    REFUSED = "refused"


@dataclass(frozen=True)
class Outcome:
    """What became of one film file. `reason` says why it was refused; `notes` what beside it could not be used."""

    path: Path
    kind: Kind
    reason: str = ""
    notes: tuple[str, ...] = ()


def find_films(root: Path) -> Iterator[Path]:
    """The film files below a folder (or the one file `root` is), in order. Links to folders are not followed."""
    if root.is_file():
        yield root
        return
    for folder, names, files in os.walk(root):
        names[:] = sorted(name for name in names if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and Path(name).suffix.lower() in naming.VIDEO_SUFFIXES:
                yield Path(folder) / name


def import_film(*, actor: Actor, path: Path, root: Path) -> Outcome:
    """Take one film file in, with the metadata, pictures and subtitles beside it, and queue its ladder.

    A file the house knows, unchanged, stays as it is; subtitles that came since are added.
    Errors: NotAllowed. A file that can't be used is an Outcome with the reason, not an error.
    """
    if not may_import(actor):
        raise NotAllowed(_("Only staff import films."))
    try:
        real = path.resolve(strict=True)
        str(real).encode()
        status = real.stat()
        known = MediaFile.objects.select_related("movie").filter(path_hash=_hash(real)).first()
        notes: list[str] = []
        if (
            known
            and known.state == State.READY
            and (known.size, known.mtime_ns) == (status.st_size, status.st_mtime_ns)
        ):
            _import_subtitles(known.movie, path, notes)
            return Outcome(path, Kind.KNOWN, notes=tuple(notes))
        seen = probe(real)
        if known:
            return Outcome(path, _change(known, seen, status))
        return _add(actor, path, real, root, seen, status)
    except Invalid as fault:
        return Outcome(path, Kind.REFUSED, str(fault))
    except UnicodeEncodeError:
        return Outcome(path, Kind.REFUSED, _("Its name is not text in UTF-8."))
    except OSError as fault:
        return Outcome(path, Kind.REFUSED, fault.strerror or str(fault))


def _add(actor: Actor, path: Path, real: Path, root: Path, seen: Probe, status: os.stat_result) -> Outcome:
    """A file that is new: its movie, found or made, its row and its job, in one transaction."""
    notes: list[str] = []
    new = _new_movie(path, root, notes)
    for last_try in (False, True):
        try:
            with transaction.atomic():
                movie = _movie_of_catalogue(actor, new) or add_movie(actor=actor, new=new)
                file = MediaFile.objects.create(
                    movie=movie, path=str(real), path_hash=_hash(real), **_columns(seen, status)
                )
                set_facets(movie_id=movie.pk, duration_ms=seen.duration_ms)
                queue_encode(file=file)
            break
        except IntegrityError:
            if MediaFile.objects.filter(path_hash=_hash(real)).exists():
                return Outcome(path, Kind.KNOWN, notes=tuple(notes))
            log.exception("Importing %s met a conflict", real)
            if last_try:
                return Outcome(path, Kind.REFUSED, _("The database refused it; house.log says why."))
    _import_subtitles(movie, path, notes)
    return Outcome(path, Kind.NEW, notes=tuple(notes))


def _change(file: MediaFile, seen: Probe, status: os.stat_result) -> Kind:
    """The file at a known path has other bytes now, or is there again: describe it anew and make its ladder again."""
    with transaction.atomic():
        MediaFile.objects.filter(pk=file.pk).update(**_columns(seen, status), state=State.READY, reason="")
        set_facets(movie_id=file.movie_id, duration_ms=seen.duration_ms)
        end_live_encode(file=file, reason=gettext_noop("The film's file has changed."), at=clock.now())
        queue_encode(file=file)
    return Kind.CHANGED


def _movie_of_catalogue(actor: Actor, new: NewMovie) -> Movie | None:
    """The movie the catalogue has for this film already, completed by what is known now."""
    movie = _movie_named(new)
    if movie is not None:
        complete_movie(actor=actor, movie=movie, new=new)
    return movie


def _movie_named(new: NewMovie) -> Movie | None:
    """By an id of the NFO, else by title and year while it has no file."""
    for scheme, value in new.ids.items():
        movie = movie_by_external_id(scheme, value)
        if movie is not None and movie.deleted_at is None:
            return movie
    movie = movie_by_title(new.title, new.year) if new.year else None
    return None if movie is None or MediaFile.objects.filter(movie=movie).exists() else movie


def _new_movie(path: Path, root: Path, notes: list[str]) -> NewMovie:
    """The film as the files beside it and its name tell it."""
    nfo, name = _nfo_beside(path, notes), naming.film_name(path, root)
    return NewMovie(
        title=(nfo.title or name.title)[:300], year=nfo.year or name.year, original_title=nfo.original_title,
        sort_title=nfo.sort_title, plot=nfo.plot, tagline=nfo.tagline,
        runtime=nfo.runtime, certificate=nfo.certificate,
        country=nfo.country, language=nfo.language, genres=nfo.genres, credits=nfo.credits, ids=nfo.ids,
        poster=_picture_beside(path, ("poster", "folder", "cover"), POSTER_WIDTHS, notes),
        backdrop=_picture_beside(path, ("fanart", "backdrop"), WIDE_WIDTHS, notes),
    )  # fmt: skip


def _nfo_beside(path: Path, notes: list[str]) -> Nfo:
    for candidate in (path.with_suffix(".nfo"), path.with_name("movie.nfo")):
        if candidate.is_file():
            try:
                return read_nfo(_read(candidate, NFO_BYTES))
            except (Invalid, OSError) as fault:
                notes.append(f"{candidate.name}: {fault}")
    return Nfo()


def _picture_beside(path: Path, names: tuple[str, ...], widths: tuple[int, ...], notes: list[str]) -> str:
    stems = [f"{path.stem}-{name}" for name in names] + list(names)
    for candidate in (path.with_name(stem + suffix) for stem in stems for suffix in naming.PICTURE_SUFFIXES):
        if candidate.is_file():
            try:
                return keep_picture(_read(candidate, PICTURE_BYTES), widths)
            except (Invalid, OSError) as fault:
                notes.append(f"{candidate.name}: {fault}")
    return ""


def _import_subtitles(movie: Movie, path: Path, notes: list[str]) -> None:
    for candidate in sorted(path.parent.iterdir()):
        name = naming.subtitle_name(candidate, path)
        if name is None or not candidate.is_file():
            continue
        try:
            data = _read(candidate, subtitles.MOST_BYTES)
            _keep_subtitle(movie, candidate, name, data)
        except (Invalid, OSError) as fault:
            notes.append(f"{candidate.name}: {fault}")


def _keep_subtitle(movie: Movie, source: Path, name: naming.SubtitleName, data: bytes) -> None:
    content = hashlib.sha256(data).hexdigest()
    known = Subtitle.objects.filter(movie=movie, source=_hash(source)).first()
    if known and known.content_hash == content:
        return
    text = subtitles.to_webvtt(data)
    with transaction.atomic():
        row, _made = Subtitle.objects.update_or_create(
            movie=movie,
            source=_hash(source),
            defaults={
                "language": name.language, "forced": name.forced, "hearing_impaired": name.hearing_impaired,
                "label": subtitles.language_name(name.language), "content_hash": content,
            },
        )  # fmt: skip
        storage.store_bytes(f"subtitles/{movie.pk}/{row.pk}.vtt", text.encode())


def _columns(seen: Probe, status: os.stat_result) -> dict[str, object]:
    return {
        "size": status.st_size, "mtime_ns": status.st_mtime_ns, "container": seen.container,
        "duration_ms": seen.duration_ms, "width": seen.width, "height": seen.height, "frame_rate": seen.frame_rate,
        "video_codec": seen.video_codec, "audio_codec": seen.audio_codec,
    }  # fmt: skip


def _read(path: Path, most: int) -> bytes:
    """The bytes of a small file, one more than `most` at the most: enough for its reader to refuse it."""
    with path.open("rb") as file:
        return file.read(most + 1)


def _hash(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()
