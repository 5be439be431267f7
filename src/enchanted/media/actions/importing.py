"""Takes a folder of films into the house. Files stay where they are; the house only reads them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from enchanted.catalogue.actions.adding import NewMovie, add_movie
from enchanted.catalogue.models import Movie
from enchanted.catalogue.queries import movie_by_external_id, movie_by_title
from enchanted.core import storage
from enchanted.core.actor import Actor
from enchanted.core.errors import Invalid, NotAllowed
from enchanted.core.pictures import POSTER_WIDTHS, WIDE_WIDTHS, keep_picture
from enchanted.media.actions.encodes import AlreadyQueued, queue_encode
from enchanted.media.actions.tools import Probe, probe
from enchanted.media.logic import naming, subtitles
from enchanted.media.logic.nfo import Nfo, read_nfo
from enchanted.media.models import MediaFile, Subtitle
from enchanted.media.rules import may_import


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
        path = path.resolve(strict=True)
        status = path.stat()
        str(path).encode()
        known = MediaFile.objects.select_related("movie").filter(path_hash=_hash(path)).first()
        notes: list[str] = []
        if known and (known.size, known.mtime_ns) == (status.st_size, status.st_mtime_ns):
            _import_subtitles(known.movie, path, notes)
            return Outcome(path, Kind.KNOWN, notes=tuple(notes))
        seen = probe(path)
        kind = _change(known, seen, status) if known else _add(actor, path, root, seen, status, notes)
        return Outcome(path, kind, notes=tuple(notes))
    except Invalid as fault:
        return Outcome(path, Kind.REFUSED, str(fault))
    except UnicodeEncodeError:
        return Outcome(path, Kind.REFUSED, _("Its name is not text in UTF-8."))
    except OSError as fault:
        return Outcome(path, Kind.REFUSED, fault.strerror or str(fault))


def _add(actor: Actor, path: Path, root: Path, seen: Probe, status: os.stat_result, notes: list[str]) -> Kind:
    nfo = _nfo_beside(path, notes)
    name = naming.film_name(path, root)
    title, year = nfo.title or name.title, nfo.year or name.year
    pictures = {
        "poster": _picture_beside(path, ("poster", "folder", "cover"), POSTER_WIDTHS, notes),
        "backdrop": _picture_beside(path, ("fanart", "backdrop"), WIDE_WIDTHS, notes),
    }
    try:
        with transaction.atomic():
            movie = _movie_named(nfo, title, year) or add_movie(
                actor=actor, new=_new_movie(nfo, title, year, seen, pictures)
            )
            file = MediaFile.objects.create(
                movie=movie, path=str(path), path_hash=_hash(path), **_columns(seen, status)
            )
            queue_encode(file=file)
    except IntegrityError:
        return Kind.KNOWN
    _import_subtitles(movie, path, notes)
    return Kind.NEW


def _change(file: MediaFile, seen: Probe, status: os.stat_result) -> Kind:
    """The file at a known path has other bytes now: describe it anew and make its ladder again."""
    with transaction.atomic():
        MediaFile.objects.filter(pk=file.pk).update(**_columns(seen, status), state=MediaFile.State.READY, reason="")
        with suppress(AlreadyQueued):
            queue_encode(file=file)
    return Kind.CHANGED


def _movie_named(nfo: Nfo, title: str, year: int | None) -> Movie | None:
    """A movie the catalogue has already: by an id of the NFO, else by title and year while it has no file."""
    for scheme, value in nfo.ids.items():
        movie = movie_by_external_id(scheme, value)
        if movie is not None and movie.deleted_at is None:
            return movie
    movie = movie_by_title(title, year) if year else None
    return None if movie is None or MediaFile.objects.filter(movie=movie).exists() else movie


def _new_movie(nfo: Nfo, title: str, year: int | None, seen: Probe, pictures: dict[str, str]) -> NewMovie:
    return NewMovie(
        title=title[:300], year=year, original_title=nfo.original_title, sort_title=nfo.sort_title, plot=nfo.plot,
        tagline=nfo.tagline, runtime=nfo.runtime or max(1, round(seen.duration_ms / 60_000)),
        certificate=nfo.certificate, country=nfo.country, language=nfo.language, genres=nfo.genres,
        credits=nfo.credits, ids=nfo.ids, **pictures,
    )  # fmt: skip


def _nfo_beside(path: Path, notes: list[str]) -> Nfo:
    for candidate in (path.with_suffix(".nfo"), path.with_name("movie.nfo")):
        if candidate.is_file():
            try:
                return read_nfo(candidate.read_bytes())
            except (Invalid, OSError) as fault:
                notes.append(f"{candidate.name}: {fault}")
    return Nfo()


def _picture_beside(path: Path, names: tuple[str, ...], widths: tuple[int, ...], notes: list[str]) -> str:
    stems = [f"{path.stem}-{name}" for name in names] + list(names)
    for candidate in (path.with_name(stem + suffix) for stem in stems for suffix in naming.PICTURE_SUFFIXES):
        if candidate.is_file():
            try:
                return keep_picture(candidate.read_bytes(), widths)
            except (Invalid, OSError) as fault:
                notes.append(f"{candidate.name}: {fault}")
    return ""


def _import_subtitles(movie: Movie, path: Path, notes: list[str]) -> None:
    for candidate in sorted(path.parent.iterdir()):
        name = naming.subtitle_name(candidate, path)
        if name is None or not candidate.is_file():
            continue
        try:
            data = candidate.read_bytes()
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


def _hash(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()
