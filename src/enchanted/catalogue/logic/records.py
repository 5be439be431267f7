"""Reads records of a catalogue file: one JSON object a film, in the form of shared film lists.

Keys read: `title` (needed), `year`, `cast`, `genres`, `href` (the article of an encyclopedia), `extract` (the story),
`thumbnail` (a poster's address elsewhere; kept, never fetched). Unknown keys are ignored.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from enchanted.core.errors import Invalid

EARLIEST, LATEST = 1870, 2200


@dataclass(frozen=True, slots=True)
class Record:
    """One film as a catalogue file tells it; `scheme` and `key` name it for good.

    One article may be about several releases, and one title and year about several films, so the key is drawn from
    article, title, year and cast together.
    """

    scheme: str
    key: str
    title: str
    year: int | None = None
    cast: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    plot: str = ""
    plot_source: str = ""
    poster_source: str = ""


def read_record(given: object) -> Record:
    """The record in one JSON value.

    Errors: Invalid, with words, when it is no object or has no title, or a value is of the wrong kind.
    """
    if not isinstance(given, Mapping):
        raise Invalid(_("It is not an object with a title."))
    title = _text(given, "title", 300)
    if not title:
        raise Invalid(_("It has no title."))
    year = _year(given.get("year"))
    cast, genres = _names(given, "cast", 160), _names(given, "genres", 80)
    href = _text(given, "href", 200)
    plot = _text(given, "extract", 20_000)
    source = f"Text from Wikipedia, article {href.replace('_', ' ')}, CC BY-SA" if plot and href else ""
    picture = _text(given, "thumbnail", 2_000)
    return Record(
        scheme="record",
        key=hashlib.sha256(f"{href}\n{title}\n{year}\n{cast}".encode()).hexdigest(),
        title=title,
        year=year,
        cast=cast,
        genres=genres,
        plot=plot,
        plot_source=source[:300],
        poster_source=picture if picture.startswith(("https://", "http://")) and len(picture) <= 600 else "",
    )


def _text(given: Mapping[Any, Any], key: str, most: int) -> str:
    value = given.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Invalid(_("“%(key)s” is not text.") % {"key": key})
    return " ".join(value.replace("\0", "").split())[:most] if most <= 600 else value.replace("\0", "").strip()[:most]


def _names(given: Mapping[Any, Any], key: str, most: int) -> tuple[str, ...]:
    value = given.get(key) or []
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise Invalid(_("“%(key)s” is not a list of names.") % {"key": key})
    cleaned = (" ".join(name.replace("\0", "").split())[:most] for name in value)
    return tuple(dict.fromkeys(name for name in cleaned if name))


def _year(value: object) -> int | None:
    if value is None or value == "":
        return None
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not EARLIEST <= value <= LATEST:
        raise Invalid(_("The year %(year)s is none of a film.") % {"year": value})
    return value
