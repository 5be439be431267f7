"""Reads `movie.nfo`, with the patience strangers' files need and without guessing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _

from enchanted.core import told
from enchanted.core.errors import Invalid
from enchanted.media.logic.nfo import ids, people, text
from enchanted.media.logic.nfo.shape import Nfo

MOST_BYTES = 2 << 20
MOST_OF_A_KIND = 60
ROOTS = ("movie", "video")
SOURCES = {"": "rating", "default": "rating", "themoviedb": "tmdb", "themoviedb.org": "tmdb"}


def read_nfo(data: bytes) -> Nfo:
    """The film in an NFO: XML, addresses of the film elsewhere, or XML with addresses after it.

    Errors: Invalid, in words, when it is neither, is broken, declares a DTD or entities, or is not about a movie.
    """
    if len(data) > MOST_BYTES:
        raise Invalid(_("The NFO is larger than 2 MB."))
    told_text = text.decode(data)
    if not ids.holds_xml(told_text):
        found = ids.in_addresses(told_text)
        if not found:
            raise Invalid(_("The NFO is not XML that can be read."))
        return Nfo(ids=found)
    xml, end, rest = told_text.rpartition(">")
    root = _parse(text.mend(xml + end))
    if root.tag not in ROOTS:
        raise Invalid(_("The NFO is not about a movie."))
    return _film(root, rest)


def _parse(xml: str) -> Element:
    """The root element.

    Errors: Invalid.
    """
    try:
        root: Element = ElementTree.fromstring(xml, forbid_dtd=True)
    except DefusedXmlException:
        raise Invalid(_("The NFO declares a DTD or entities, which are refused.")) from None
    except (ElementTree.ParseError, ValueError, LookupError):
        raise Invalid(_("The NFO is not XML that can be read.")) from None
    return root


def _film(root: Element, rest: str) -> Nfo:
    premiered = next((day for tag in ("premiered", "releasedate", "aired") if (day := told.day(_text(root, tag, 40)))),
                     None)  # fmt: skip
    years = (told.year(_text(root, tag, 40)) for tag in ("year", "premiered", "releasedate", "aired"))
    credits, thumbs = people.in_nfo(root)
    return Nfo(
        title=_text(root, "title", 300),
        original_title=_text(root, "originaltitle", 300),
        sort_title=_text(root, "sorttitle", 300),
        year=next((year for year in years if year), None),
        premiered=premiered,
        plot=_story(root, "plot", 20_000) or _story(root, "outline", 20_000),
        tagline=_text(root, "tagline", 300),
        runtime=told.minutes(_text(root, "runtime", 40)),
        certificate=_certificate(root),
        country=" / ".join(_list(root, "country", 80))[:200].strip(),
        language=" / ".join(_list(root, "language", 80))[:200].strip(),
        studio=" / ".join(_list(root, "studio", 120))[:300].strip(),
        genres=_list(root, "genre", 80, "、", ";", ","),
        credits=credits,
        collection=_collection(root),
        ids=ids.in_addresses(rest) | ids.in_nfo(root),
        ratings=tuple(_ratings(root)),
        thumbs=thumbs,
    )


def _text(root: Element, tag: str, most: int) -> str:
    """What the first element of this name that says something says, in one line."""
    return next((found for element in root.iterfind(tag) if (found := told.line(people.inside(element), most))), "")


def _story(root: Element, tag: str, most: int) -> str:
    return next((found for element in root.iterfind(tag) if (found := told.story(people.inside(element), most))), "")


def _list(root: Element, tag: str, most: int, *separators: str) -> tuple[str, ...]:
    """The values of all elements of this name; one element may hold several, parted by ` / `, | or `separators`."""
    texts = [people.inside(element) for element in root.findall(tag)]
    for mark in (" / ", "|", *separators):
        texts = [part for whole in texts for part in whole.split(mark)]
    return told.names(texts, most)[:MOST_OF_A_KIND]


def _certificate(root: Element) -> str:
    """The first certificate: `Rated PG-13 for violence` and `US:PG-13` say PG-13."""
    for tag in ("mpaa", "certification", "certificate"):
        first = _text(root, tag, 200).split(" / ")[0].split("|")[0].strip()
        if first.casefold() == "rated" or first.casefold().startswith("rated "):
            first = first[5:].strip().split(" for ")[0]
        country, mark, rest = first.partition(":")
        clean = rest.strip() if mark and country.strip().isalpha() else first
        if clean:
            return clean[:40]
    return ""


def _collection(root: Element) -> tuple[str, str]:
    for element in root.iterfind("set"):
        name = _text(element, "name", 160) or told.line(element.text or "", 160)
        if name:
            return name, _story(element, "overview", 20_000)
    return "", ""


def _ratings(root: Element) -> Iterator[tuple[str, float, int | None]]:
    """Ratings scaled to ten, each source once. One that says nothing, or lies outside its own scale, is left out."""
    seen: set[str] = set()
    for element in [*root.findall("ratings/rating"), root]:
        legacy = element is root
        name = "" if legacy else told.line(element.get("name") or "", 40).lower()
        source = SOURCES.get(name, name)
        value = told.rating(_text(element, "rating" if legacy else "value", 20), _most(element, legacy=legacy))
        votes = told.count(_text(element, "votes", 20))
        if source in seen or not value or (legacy and seen):
            continue
        seen.add(source)
        yield source, value, votes


def _most(element: Any, *, legacy: bool) -> float:
    given = "" if legacy else told.line(element.get("max") or "", 10)
    return float(given) if given.isascii() and given.isdigit() else 10
