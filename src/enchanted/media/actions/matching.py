"""Which movie of the catalogue a film file belongs to."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

from enchanted.catalogue.actions.adding import NewMovie, complete_movie
from enchanted.catalogue.models import ExternalId, Movie
from enchanted.catalogue.queries import movie_by_external_id, movie_by_title
from enchanted.core.actor import Actor
from enchanted.core.fields import fold
from enchanted.media.actions.walking import Listing
from enchanted.media.models import MediaFile


def movie_of_catalogue(*, actor: Actor, path: Path, listing: Listing, new: NewMovie) -> Movie | None:
    """The movie the catalogue has for this film already, completed by what is known now.

    By an id another catalogue knows it by; else as a version of a film in the same folder; else by title and year,
    while that movie has no file. Errors: NotAllowed.
    """
    movie = _by_ids(new) or _of_versions(path, listing, new) or _without_file(new)
    if movie is not None:
        complete_movie(actor=actor, movie=movie, new=new)
    return movie


def path_hash(path: Path) -> str:
    """What a file's row is found by."""
    return hashlib.sha256(str(path).encode()).hexdigest()


def _by_ids(new: NewMovie) -> Movie | None:
    for scheme, value in new.ids.items():
        movie = movie_by_external_id(scheme, value)
        if movie is not None and movie.deleted_at is None:
            return movie
    return None


def _of_versions(path: Path, listing: Listing, new: NewMovie) -> Movie | None:
    """The movie of a file in the same folder that is named as this one is."""
    own = listing.name_of(path)
    hashes = []
    for name, other in listing.film_names.items():
        if name != path.name and (fold(other.title), other.year) == (fold(own.title), own.year):
            with suppress(OSError, RuntimeError, UnicodeEncodeError):
                hashes.append(path_hash((listing.folder / name).resolve()))
    if not hashes:
        return None
    files = MediaFile.objects.select_related("movie").filter(path_hash__in=hashes[:100], movie__deleted_at=None)
    file = files.order_by("id").first()
    return file.movie if file is not None and _may_be(file.movie, new) else None


def _without_file(new: NewMovie) -> Movie | None:
    """By title and year, while it has no file."""
    movie = movie_by_title(new.title, new.year) if new.year else None
    if movie is None or MediaFile.objects.filter(movie=movie).exists() or not _may_be(movie, new):
        return None
    return movie


def _may_be(movie: Movie, new: NewMovie) -> bool:
    """Whether no catalogue calls the two by different ids."""
    held = ExternalId.objects.filter(movie=movie, scheme__in=list(new.ids)).values_list("scheme", "value")
    return all(new.ids[scheme] == value for scheme, value in held)
