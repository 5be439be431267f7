"""What lies beside a film: its NFO and its pictures."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePath

from enchanted.catalogue.actions.adding import NewMovie
from enchanted.core.errors import Invalid
from enchanted.core.pictures import AVATAR_WIDTHS, LOGO_WIDTHS, POSTER_WIDTHS, WIDE_WIDTHS, keep_picture
from enchanted.core.pictures import MOST_BYTES as PICTURE_BYTES
from enchanted.media.actions.walking import Listing
from enchanted.media.logic import naming
from enchanted.media.logic.nfo import MOST_BYTES as NFO_BYTES
from enchanted.media.logic.nfo import Nfo, read_nfo

POSTERS = ("poster", "folder", "cover", "movie", "default")
BACKDROPS = ("fanart", "backdrop", "background", "art")
LOGOS = ("logo", "clearlogo")
PEOPLE = ".actors"


def movie_told(path: Path, listing: Listing, notes: list[str]) -> NewMovie:
    """A film as its NFO, its name and the pictures beside it tell it; what can't be used goes into `notes`."""
    nfo, name = _nfo(path, listing, notes), listing.name_of(path)
    return NewMovie(
        title=(nfo.title or name.title)[:300], year=nfo.year or name.year,
        original_title=nfo.original_title or name.original_title[:300], sort_title=nfo.sort_title,
        plot=nfo.plot, tagline=nfo.tagline, runtime=nfo.runtime, certificate=nfo.certificate,
        country=nfo.country, language=nfo.language, studio=nfo.studio, premiered=nfo.premiered,
        collection=nfo.collection, genres=nfo.genres, credits=nfo.credits, ids={**name.ids, **nfo.ids},
        ratings=nfo.ratings, photos=_photos(nfo, listing, notes),
        poster=_picture(path, listing, POSTERS, POSTER_WIDTHS, notes),
        backdrop=_picture(path, listing, BACKDROPS, WIDE_WIDTHS, notes),
        logo=_picture(path, listing, LOGOS, LOGO_WIDTHS, notes),
    )  # fmt: skip


def came_since(path: Path, listing: Listing, at: datetime) -> bool:
    """Whether an NFO or a picture of this film was put there, or changed, after a moment."""
    for candidate in (*_nfos(path, listing), *_pictures(path, listing, (*POSTERS, *BACKDROPS, *LOGOS))):
        try:
            if datetime.fromtimestamp(candidate.stat().st_ctime, UTC) > at:
                return True
        except OSError:
            continue
    return False


def read_small(path: Path, most: int) -> bytes:
    """The bytes of a small file, one more than `most` at the most: enough for its reader to refuse it.

    Errors: OSError, also when it is no plain file: a pipe would hold whoever opens it.
    """
    with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:
        return file.read(most + 1) or b""


def _nfos(path: Path, listing: Listing) -> Iterator[Path]:
    yield from listing.find(path.stem, (".nfo",))
    if listing.is_one_film:
        yield from listing.find("movie", (".nfo",))


def _nfo(path: Path, listing: Listing, notes: list[str]) -> Nfo:
    for candidate in _nfos(path, listing):
        try:
            return read_nfo(read_small(candidate, NFO_BYTES))
        except (Invalid, OSError) as fault:
            notes.append(f"{candidate.name}: {fault}")
    return Nfo()


def _pictures(path: Path, listing: Listing, names: Iterable[str]) -> Iterator[Path]:
    for name in names:
        yield from listing.find(f"{path.stem}-{name}", naming.PICTURE_SUFFIXES)
    if listing.is_one_film:
        for name in names:
            yield from listing.find(name, naming.PICTURE_SUFFIXES)


def _picture(path: Path, listing: Listing, names: Iterable[str], widths: tuple[int, ...], notes: list[str]) -> str:
    return next(_kept(_pictures(path, listing, names), widths, notes), "")


def _kept(candidates: Iterable[Path], widths: tuple[int, ...], notes: list[str]) -> Iterator[str]:
    """The keys of the pictures that can be used."""
    for candidate in candidates:
        try:
            yield keep_picture(read_small(candidate, PICTURE_BYTES), widths)
        except (Invalid, OSError) as fault:
            notes.append(f"{candidate.name}: {fault}")


def _photos(nfo: Nfo, listing: Listing, notes: list[str]) -> dict[str, str]:
    """Pictures of the film's people: `.actors/First_Last.jpg`, or the file the NFO names."""
    if PEOPLE not in listing.folders:
        return {}
    folder = listing.folder / PEOPLE
    try:
        there = {name.lower(): folder / name for name in sorted(os.listdir(folder))}
    except OSError as fault:
        notes.append(f"{PEOPLE}: {fault.strerror}")
        return {}
    photos = {}
    for person in dict.fromkeys(name for name, _job, _character in nfo.credits):
        stem = person.replace(" ", "_").lower()
        named = [PurePath(nfo.thumbs.get(person, "")).name.lower(), *(stem + end for end in naming.PICTURE_SUFFIXES)]
        key = next(_kept((there[name] for name in named if name in there), AVATAR_WIDTHS, notes), "")
        if key:
            photos[person] = key
    return photos
