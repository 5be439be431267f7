"""Other catalogues' names for a film, as elements of an NFO or as addresses in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from enchanted.core import told

MOST_IDS = 40
ALIASES = {"themoviedb": "tmdb", "moviedb": "tmdb", "tmdbid": "tmdb", "tmdb_id": "tmdb", "imdbid": "imdb",
           "imdb_id": "imdb", "doubanid": "douban", "douban_id": "douban", "tvdbid": "tvdb",
           "thetvdb": "tvdb"}  # fmt: skip
LEGACY = ("imdbid", "imdb_id", "imdb", "tmdbid", "tmdb_id", "tmdb", "doubanid", "douban_id", "tvdbid")
_XML = re.compile(r"<[A-Za-z!?/]")
_ADDRESSES = (
    ("imdb", re.compile(r"\bimdb\.com/(?:[a-z]{2}/)?title/(tt\d{6,10})(?!\d)")),
    ("tmdb", re.compile(r"\b(?:themoviedb|tmdb)\.org/movie/(\d{1,9})(?!\d)")),
    ("douban", re.compile(r"\bdouban\.com/(?:movie/)?subject/(\d{4,12})(?!\d)")),
    ("tvdb", re.compile(r"\bthetvdb\.com/(?:dereferrer/)?movies?/([a-z0-9][a-z0-9-]{0,99})")),
)


def holds_xml(text: str) -> bool:
    """Whether there is an element, a comment or the like in the text."""
    return bool(_XML.search(text))


def in_addresses(text: str) -> dict[str, str]:
    """The ids in addresses of films; where two addresses of one catalogue differ, nobody can tell which is meant."""
    found = {scheme: set(pattern.findall(text)) for scheme, pattern in _ADDRESSES}
    return {scheme: values.pop() for scheme, values in found.items() if len(values) == 1}


def in_nfo(root: Element) -> dict[str, str]:
    """The ids in `uniqueid` and its forerunners by catalogue, the default one first; the first of each counts."""
    found: dict[str, str] = {}
    for scheme, value in _told(root):
        clean = told.catalogue_id(scheme, value)
        if scheme and clean and len(found) < MOST_IDS:
            found.setdefault(scheme, clean)
    return found


def _told(root: Element) -> Iterator[tuple[str, str]]:
    """Pairs of catalogue and id, the surest first."""
    unique = root.findall("uniqueid")
    for element in sorted(unique, key=lambda element: (element.get("default") or "").lower() != "true"):
        yield _scheme(element.get("type") or "", element.text or ""), element.text or ""
    for element in root.iterfind("id"):
        yield _scheme(element.get("moviedb") or "", element.text or ""), element.text or ""
        for name in ("IMDB", "TMDB"):
            yield name.lower(), element.get(name) or ""
    for tag in LEGACY:
        yield ALIASES.get(tag, tag), root.findtext(tag) or ""


def _scheme(name: str, value: str) -> str:
    """The catalogue an id is of; empty when that is not said and the id itself doesn't show it."""
    given = told.line(name, 20).lower()
    if given in ("", "unknown"):
        return "imdb" if value.strip().startswith("tt") else ""
    return ALIASES.get(given, given)
