"""Writes what the house knows of its films as files other media libraries read: NFO, pictures, subtitles."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from enchanted.catalogue.models import Movie
from enchanted.core import pictures, storage
from enchanted.core.actor import Actor
from enchanted.core.errors import NotAllowed
from enchanted.media.logic import filenames
from enchanted.media.logic.nfo import Nfo, write_nfo
from enchanted.media.models import MediaFile, Subtitle
from enchanted.media.rules import may_export

OUR_OWN_IDS = frozenset({"record"})
PICTURES = (("poster", "-poster.jpg", "JPEG"), ("backdrop", "-fanart.jpg", "JPEG"), ("logo", "-logo.png", "PNG"))


@dataclass
class Exported:
    """How many files were written, how many left as they were; `notes` say what could not be written."""

    written: int = 0
    left: int = 0
    notes: list[str] = field(default_factory=list)


def files_below(folders: Collection[Path]) -> dict[int, list[Path]]:
    """The film files the house knows by movie; with `folders`, those inside one of them."""
    found: dict[int, list[Path]] = {}
    roots = [folder.resolve() for folder in folders]
    for movie_id, path in MediaFile.objects.order_by("path").values_list("movie_id", "path"):
        if not roots or any(Path(path).is_relative_to(root) for root in roots):
            found.setdefault(movie_id, []).append(Path(path))
    return found


def export_beside(*, actor: Actor, movie: Movie, files: Collection[Path], overwrite: bool) -> Exported:
    """Write a movie's NFO and pictures beside each of its files. A file that is there stays, unless `overwrite`.

    Errors: NotAllowed.
    """
    _require(actor)
    done = Exported()
    for path in files:
        if path.is_file():
            _write_all(movie, path.with_suffix(""), done, overwrite=overwrite)
        else:
            done.notes.append(_("There is no file at %(path)s.") % {"path": path})
    return done


def export_below(*, actor: Actor, movie: Movie, folder: Path, name: str, overwrite: bool) -> Exported:
    """Write a movie's NFO, pictures and subtitles as `folder/name/name…`. What is there stays, unless `overwrite`.

    Errors: NotAllowed.
    """
    _require(actor)
    done, stem = Exported(), folder / name / name
    _write_all(movie, stem, done, overwrite=overwrite)
    for suffix, subtitle in _subtitles(movie):
        kept = storage.place(f"subtitles/{movie.pk}/{subtitle.pk}.vtt")
        _write(stem.with_name(name + suffix), kept.read_bytes() if kept.is_file() else None, done, overwrite=overwrite)
    return done


def folder_name(movie: Movie, taken: set[str]) -> str:
    """`Title (Year)`, with a number after it where another film has that name already; adds it to `taken`."""
    plain = filenames.film_folder(movie.title, movie.year, f"film-{movie.pk}")
    name, number = plain, 1
    while name.casefold() in taken:
        number += 1
        name = f"{plain} [{number}]"
    taken.add(name.casefold())
    return name


def nfo_of(movie: Movie, thumbs: dict[str, str] | None = None) -> Nfo:
    """All an NFO can tell of a movie of `catalogue.queries.whole_movies`."""
    collection = movie.collection
    return Nfo(
        title=movie.title,
        original_title=movie.original_title,
        sort_title=movie.sort_title,
        year=movie.year,
        premiered=movie.premiered,
        plot=movie.plot,
        tagline=movie.tagline,
        runtime=movie.runtime,
        certificate=movie.certificate,
        country=movie.country,
        language=movie.language,
        studio=movie.studio,
        genres=tuple(genre.name for genre in movie.genres.all()),
        credits=tuple((credit.person.name, credit.job, credit.character) for credit in movie.credits.all()),
        collection=(collection.name, collection.overview) if collection else ("", ""),
        ids={one.scheme: one.value for one in movie.external_ids.all() if one.scheme not in OUR_OWN_IDS},
        ratings=tuple((one.source, one.value, one.votes) for one in movie.external_ratings.all()),
        thumbs=thumbs or {},
    )


def _require(actor: Actor) -> None:
    if not may_export(actor):
        raise NotAllowed(_("Only staff export films."))


def _write_all(movie: Movie, stem: Path, done: Exported, *, overwrite: bool) -> None:
    """The NFO as `stem`.nfo, pictures beside it, people's below `.actors`."""
    photos = {
        credit.person.name: (f".actors/{filenames.safe(credit.person.name, 'nobody').replace(' ', '_')}.jpg",
                             credit.person.photo)
        for credit in movie.credits.all() if credit.person.photo
    }  # fmt: skip
    nfo = write_nfo(nfo_of(movie, {name: file for name, (file, _photo) in photos.items()}))
    _write(stem.with_name(f"{stem.name}.nfo"), nfo, done, overwrite=overwrite)
    for column, suffix, kind in PICTURES:
        if key := getattr(movie, column):
            data = pictures.converted(key, kind)
            _write(stem.with_name(stem.name + suffix), data, done, overwrite=overwrite)
    for file, photo in photos.values():
        _write(stem.parent / file, pictures.converted(photo, "JPEG"), done, overwrite=overwrite)


def _write(path: Path, data: bytes | None, done: Exported, *, overwrite: bool) -> None:
    """One file, whole or not at all; nothing where there is nothing to write."""
    if data is None:
        return
    if os.path.lexists(path) and not overwrite:
        done.left += 1
        return
    try:
        with storage.part_beside(path) as part:
            part.write_bytes(data)
    except OSError as fault:
        done.notes.append(f"{path}: {fault.strerror or fault}")
    else:
        done.written += 1


def _subtitles(movie: Movie) -> Iterator[tuple[str, Subtitle]]:
    """A movie's subtitles and what to call each after the film's name."""
    taken: set[str] = set()
    for subtitle in Subtitle.objects.filter(movie=movie).order_by("id"):
        flags = ".forced" * subtitle.forced + ".sdh" * subtitle.hearing_impaired
        language = "" if subtitle.language == "und" else f".{subtitle.language}"
        suffix, number = f"{language}{flags}.vtt", 1
        while suffix in taken:
            number += 1
            suffix = f".{number}{language}{flags}.vtt"
        taken.add(suffix)
        yield suffix, subtitle
