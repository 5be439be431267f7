"""Walks a folder of films, a folder at a time, and says what in it can't be taken in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePath

from django.utils.translation import gettext as _

from enchanted.core.fields import fold
from enchanted.media.logic import naming

MOST_OF_ONE_FILM = 20


@dataclass(frozen=True)
class Listing:
    """What lies in one folder below `root`: names of files (all that is no folder) and of folders, in order."""

    folder: Path
    root: Path
    files: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()

    @cached_property
    def films(self) -> tuple[str, ...]:
        """The files that are films by their names."""
        return tuple(
            name
            for name in self.files
            if PurePath(name).suffix.lower() in naming.VIDEO_SUFFIXES
            and not naming.is_left_out(name)
            and not naming.is_extra(self.folder / name, self.root)
        )

    @cached_property
    def film_names(self) -> dict[str, naming.FilmName]:
        """What each film's name says."""
        return {name: naming.film_name(self.folder / name, self.root) for name in self.films}

    def name_of(self, path: Path) -> naming.FilmName:
        """What the name of a film in this folder says."""
        return self.film_names.get(path.name) or naming.film_name(path, self.root)

    @cached_property
    def is_one_film(self) -> bool:
        """Whether all films here are versions of one, so that `movie.nfo` and `poster.jpg` are about it."""
        if len(self.films) > MOST_OF_ONE_FILM:
            return False
        return len({(fold(name.title), name.year) for name in self.film_names.values()}) == 1

    @cached_property
    def by_small_name(self) -> dict[str, str]:
        return {name.lower(): name for name in reversed(self.files)}

    @cached_property
    def subtitles(self) -> tuple[str, ...]:
        return tuple(name for name in self.files if PurePath(name).suffix.lower() in naming.SUBTITLE_SUFFIXES)

    def find(self, stem: str, suffixes: tuple[str, ...]) -> Iterator[Path]:
        """The files of this stem, whatever their capitals, in the order of `suffixes`."""
        for suffix in suffixes:
            name = self.by_small_name.get(f"{stem}{suffix}".lower())
            if name is not None:
                yield self.folder / name


@dataclass(frozen=True)
class Found:
    """A file to take in, or, with a `fault`, what can't be and why."""

    path: Path
    listing: Listing
    fault: str = ""


def list_folder(folder: Path, root: Path) -> Listing:
    """What lies in a folder.

    Errors: OSError.
    """
    files: list[str] = []
    folders: list[str] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            try:
                (folders if entry.is_dir() else files).append(entry.name)
            except OSError:  # a link that leads in a circle
                files.append(entry.name)
    return Listing(folder, root, tuple(sorted(files)), tuple(sorted(folders)))


def find_films(root: Path, start: Path | None = None, *, deep: bool = True) -> Iterator[Found]:
    """The film files below a folder (or the one file `root` is), folder by folder.

    Extras, hidden ones, and folders that hold `.ignore` or `.nomedia` are left out. A link to a folder is followed
    when it leads out of `root`, once. With `start`, a folder below `root`, only those from there on; without `deep`
    those of that one folder.
    """
    if not root.is_dir():
        yield Found(root, _beside(root))
        return
    seen: set[tuple[int, int]] = set()
    ahead = [start or root] if start is None or _is_entered(start, root) else []
    while ahead:
        folder = ahead.pop()
        try:
            status = folder.stat()
            if (status.st_dev, status.st_ino) in seen:
                continue
            seen.add((status.st_dev, status.st_ino))
            listing = list_folder(folder, root)
        except OSError as fault:
            yield Found(folder, Listing(folder, root), _("This folder can't be read: %s") % (fault.strerror or fault))
            continue
        yield from _films_in(listing)
        ahead.extend(reversed(list(_to_enter(listing, root))) if deep else ())


def _is_entered(start: Path, root: Path) -> bool:
    """Whether a walk from `root` comes to a folder below it."""
    try:
        while start != root and start != start.parent:
            if start not in _to_enter(list_folder(start.parent, root), root):
                return False
            start = start.parent
    except OSError:
        return False
    return start == root


def _beside(path: Path) -> Listing:
    try:
        return list_folder(path.parent, path)
    except OSError:  # a folder one may pass through but not look into
        return Listing(path.parent, path, (path.name,))


def _films_in(listing: Listing) -> Iterator[Found]:
    if _is_closed(listing):
        return
    if naming.is_disc((*listing.files, *listing.folders)):
        yield Found(
            listing.folder, listing, _("A copied Blu-ray or DVD; only films that are one file can be taken in.")
        )
        return
    parts = naming.stacked(listing.films)
    for name in listing.films:
        fault = _("One part of a film cut in several; only films that are one file can be taken in.")
        yield Found(listing.folder / name, listing, fault if name in parts else "")


def _to_enter(listing: Listing, root: Path) -> Iterator[Path]:
    if _is_closed(listing) or naming.is_disc((*listing.files, *listing.folders)):
        return
    for name in listing.folders:
        path = listing.folder / name
        if naming.is_left_out(name) or naming.is_extras_folder(path, root):
            continue
        if path.is_symlink():
            place, top = path.resolve(), root.resolve()
            if place.is_relative_to(top) or top.is_relative_to(place):
                continue  # what lies below the root is met there, and what holds the root leads in a circle
        yield path


def _is_closed(listing: Listing) -> bool:
    return not naming.MARKERS.isdisjoint(listing.files)
