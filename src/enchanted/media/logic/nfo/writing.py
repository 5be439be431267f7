"""Writes an NFO as Kodi, Jellyfin and their kin read it."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from enchanted.media.logic.nfo.shape import Nfo
from enchanted.media.logic.nfo.text import without_unseen

FAVOURITES = ("imdb", "tmdb", "douban")
CREW = {"director": "director", "writer": "credits", "composer": "composer"}


def write_nfo(film: Nfo) -> bytes:
    """The film as an NFO in UTF-8; `read_nfo` gives the same film back."""
    root = Element("movie")
    for tag, value in _plain(film):
        _add(root, tag, value)
    _add_collection(root, film)
    _add_ids(root, film.ids)
    _add_ratings(root, film)
    _add_people(root, film)
    indent(root)
    xml: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return xml + b"\n"


def _plain(film: Nfo) -> Iterator[tuple[str, str]]:
    yield "title", film.title
    yield "originaltitle", film.original_title
    yield "sorttitle", film.sort_title
    yield "year", str(film.year or "")
    yield "premiered", film.premiered.isoformat() if film.premiered else ""
    yield "plot", film.plot
    yield "tagline", film.tagline
    yield "runtime", str(film.runtime or "")
    yield "mpaa", film.certificate
    for tag, joined in (("country", film.country), ("language", film.language), ("studio", film.studio)):
        for value in joined.split(" / "):
            yield tag, value
    for genre in film.genres:
        yield "genre", genre


def _add(parent: Element, tag: str, text: str) -> None:
    if text:
        SubElement(parent, tag).text = without_unseen(text)


def _add_collection(root: Element, film: Nfo) -> None:
    name, overview = film.collection
    if name:
        collection = SubElement(root, "set")
        _add(collection, "name", name)
        _add(collection, "overview", overview)


def _add_ids(root: Element, ids: dict[str, str]) -> None:
    """One `uniqueid` a catalogue; the best known one is the default."""
    ranked = sorted(ids, key=lambda scheme: (FAVOURITES.index(scheme) if scheme in FAVOURITES else 9, scheme))
    for scheme in ranked:
        element = SubElement(root, "uniqueid", type=without_unseen(scheme))
        element.text = without_unseen(ids[scheme])
        if scheme == ranked[0]:
            element.set("default", "true")


def _add_ratings(root: Element, film: Nfo) -> None:
    ratings = SubElement(root, "ratings") if film.ratings else root
    for source, value, votes in film.ratings:
        rating = SubElement(ratings, "rating", name=without_unseen(source), max="10")
        if source == film.ratings[0][0]:
            rating.set("default", "true")
        _add(rating, "value", f"{value:g}")
        _add(rating, "votes", "" if votes is None else str(votes))


def _add_people(root: Element, film: Nfo) -> None:
    for name, job, _character in film.credits:
        if job in CREW:
            _add(root, CREW[job], name)
    cast = [(name, character) for name, job, character in film.credits if job == "actor"]
    for order, (name, character) in enumerate(cast):
        actor = SubElement(root, "actor")
        _add(actor, "name", name)
        _add(actor, "role", character)
        _add(actor, "order", str(order))
        _add(actor, "thumb", film.thumbs.get(name, ""))
