"""Reads `movie.nfo`: the XML other media libraries keep beside a film."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _

from enchanted.core.errors import Invalid

MOST_BYTES = 2 << 20


@dataclass(frozen=True)
class Nfo:
    """A film as its NFO tells it. `credits` are (name, job, character); `ids` other catalogues' names for it."""

    title: str = ""
    original_title: str = ""
    sort_title: str = ""
    year: int | None = None
    plot: str = ""
    tagline: str = ""
    runtime: int | None = None
    certificate: str = ""
    country: str = ""
    language: str = ""
    genres: tuple[str, ...] = ()
    credits: tuple[tuple[str, str, str], ...] = ()
    ids: dict[str, str] = field(default_factory=dict)


def read_nfo(data: bytes) -> Nfo:
    """The film in an NFO.

    Errors: Invalid, in words, when it is no XML, declares a DTD or entities, or is not about a movie.
    """
    if len(data) > MOST_BYTES:
        raise Invalid(_("The NFO is larger than 2 MB."))
    try:
        root: Any = ElementTree.fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise Invalid(_("The NFO declares a DTD or entities, which are refused.")) from None
    except (ElementTree.ParseError, ValueError, LookupError):
        raise Invalid(_("The NFO is not XML that can be read.")) from None
    if root.tag != "movie":
        raise Invalid(_("The NFO is not about a movie."))
    return Nfo(
        title=_text(root, "title", 300),
        original_title=_text(root, "originaltitle", 300),
        sort_title=_text(root, "sorttitle", 300),
        year=_number(_text(root, "year", 8) or _text(root, "premiered", 10)[:4], 1870, 2200),
        plot=_text(root, "plot", 20_000),
        tagline=_text(root, "tagline", 300),
        runtime=_number(_text(root, "runtime", 10).split(" ")[0], 1, 6000),
        certificate=_text(root, "mpaa", 40),
        country=" / ".join(_texts(root, "country"))[:200],
        language=" / ".join(_texts(root, "language"))[:200],
        genres=_texts(root, "genre"),
        credits=_credits(root),
        ids=_ids(root),
    )


def _text(root: Element, tag: str, most: int) -> str:
    return " ".join((root.findtext(tag) or "").split())[:most]


def _texts(root: Element, tag: str) -> tuple[str, ...]:
    texts = (" ".join((element.text or "").split())[:80] for element in root.findall(tag))
    return tuple(dict.fromkeys(text for text in texts if text))


def _number(text: str, low: int, high: int) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and low <= int(text) <= high else None


def _credits(root: Element) -> tuple[tuple[str, str, str], ...]:
    crew = [(name, job, "") for tag, job in (("director", "director"), ("credits", "writer"), ("composer", "composer"))
            for name in _texts(root, tag)]  # fmt: skip
    cast = [(_text(actor, "name", 160), "actor", _text(actor, "role", 160)) for actor in root.findall("actor")]
    return tuple(dict.fromkeys(entry for entry in crew + cast if entry[0]))


def _ids(root: Element) -> dict[str, str]:
    found = {(element.get("type") or "imdb").lower()[:20]: " ".join((element.text or "").split())[:200]
             for element in root.findall("uniqueid")}  # fmt: skip
    return {scheme: value for scheme, value in found.items() if value}
