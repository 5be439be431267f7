"""Reads records of a catalogue file: one mapping a film, of a JSON object or of a row.

FIELDS are read, and the three names of shared film lists: `href` (the article of an encyclopedia), `extract` (the
story), `thumbnail` (a poster's address elsewhere; kept, never fetched). Unknown keys are ignored. A value that can't be
what it stands for is left out and named in the record's notes; only a record without a title is refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from enchanted.catalogue.logic import titles
from enchanted.core import told
from enchanted.core.errors import Invalid

SCHEMES = ("imdb", "tmdb", "douban")
FIELDS = ("title", "original_title", "sort_title", "year", "runtime", "plot", "tagline", "genres", "cast", "directors",
          "writers", "country", "language", "certificate", "studio", "premiered", "rating", "votes", *SCHEMES,
          "poster", "source")  # fmt: skip
OF_SHARED_LISTS = ("href", "extract", "thumbnail")
RATED_BY = "rating"


@dataclass(frozen=True, slots=True)
class Record:
    """One film as a catalogue file tells it; `scheme` and `key` name it for good, and so does each of its `ids`.

    One article may be about several releases, and one title and year about several films, so the key is drawn from
    article, title, year, cast and ids together. `rating` is (value from 0 to 10, votes or None).
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
    original_title: str = ""
    sort_title: str = ""
    tagline: str = ""
    runtime: int | None = None
    certificate: str = ""
    country: str = ""
    language: str = ""
    studio: str = ""
    premiered: date | None = None
    directors: tuple[str, ...] = ()
    writers: tuple[str, ...] = ()
    rating: tuple[float, int | None] | None = None
    ids: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[tuple[str, str], ...]:
        """All it may be known by, as (scheme, value)."""
        return ((self.scheme, self.key), *self.ids.items())


def read_record(given: object) -> Record:
    """The record in one JSON value or row.

    Errors: Invalid, with words, when it is no object or has no title.
    """
    if not isinstance(given, Mapping):
        raise Invalid(_("It is not an object with a title."))
    return _Reader(given).record()


class _Reader:
    """One record on its way in; gathers notes about what could not be used."""

    def __init__(self, given: Mapping[Any, Any]) -> None:
        self.given = given
        self.notes: list[str] = []

    def record(self) -> Record:
        title, original = self.titles()
        year, cast, genres, ids = self.year(), self.names("cast", 160), self.names("genres", 80), self.ids()
        href = self.text("href", 200)
        plot = self.story("plot") or self.story("extract")
        article = f"Text from Wikipedia, article {href.replace('_', ' ')}, CC BY-SA" if plot and href else ""
        known_by = f"{href}\n{title}\n{year}\n{cast}" + (f"\n{sorted(ids.items())}" if ids else "")
        return Record(
            scheme="record",
            key=hashlib.sha256(known_by.encode()).hexdigest(),
            title=title,
            year=year,
            cast=cast,
            genres=genres,
            plot=plot,
            plot_source=self.text("source", 300) or article[:300],
            poster_source=self.address("poster") or self.address("thumbnail"),
            original_title=original,
            sort_title=self.text("sort_title", 300),
            tagline=self.text("tagline", 300),
            runtime=self.told("runtime", told.minutes),
            certificate=self.text("certificate", 40),
            country=" / ".join(self.names("country", 80))[:200].strip(),
            language=" / ".join(self.names("language", 80))[:200].strip(),
            studio=" / ".join(self.names("studio", 120))[:300].strip(),
            premiered=self.told("premiered", told.day),
            directors=self.names("directors", 160),
            writers=self.names("writers", 160),
            rating=self.rating(),
            ids=ids,
            notes=tuple(self.notes),
        )

    def titles(self) -> tuple[str, str]:
        """Title and original title; both out of one where the file tells one alone."""
        given = self.given.get("title")
        title = told.line(given, 300) if isinstance(given, str) else ""
        if not title:
            raise Invalid(_("It has no title."))
        if "original_title" not in self.given:
            return titles.parted(title)
        return title, self.text("original_title", 300)

    def text(self, key: str, most: int) -> str:
        return told.line(self.words(key), most)

    def story(self, key: str) -> str:
        return told.story(self.words(key), 20_000)

    def words(self, key: str) -> str:
        """The value as text; a number as it is written."""
        value = self.given.get(key)
        if value is None or isinstance(value, str):
            return (value or "").replace("\0", "")
        if isinstance(value, int | float) and not isinstance(value, bool):
            return f"{value:.15g}" if isinstance(value, float) else str(value)[:40]
        self.note(_("“%(key)s” is not text.") % {"key": key})
        return ""

    def names(self, key: str, most: int) -> tuple[str, ...]:
        """Names in a JSON list, in objects with a `name`, or in one text."""
        value = self.given.get(key) or []
        if isinstance(value, str):
            return told.parts(value, most)
        if not isinstance(value, list):
            self.note(_("“%(key)s” is not a list of names.") % {"key": key})
            return ()
        found = [one.get("name") if isinstance(one, Mapping) else one for one in value]
        if not all(isinstance(name, str) for name in found):
            self.note(_("“%(key)s” is not a list of names.") % {"key": key})
        return told.names((name for name in found if isinstance(name, str)), most)

    def told(self, key: str, read: Any) -> Any:
        """What `read` finds in the text of a value; a note when there is text and nothing is found."""
        said = self.text(key, 100)
        found = read(said)
        if said and found is None:
            self.note(_("“%(said)s” is no %(key)s.") % {"said": said, "key": key})
        return found

    def year(self) -> int | None:
        """The year, or that of the premiere."""
        year: int | None = self.told("year", told.year)
        return year or told.year(self.text("premiered", 100))

    def address(self, key: str) -> str:
        given = self.words(key).strip()
        return given if given.startswith(("https://", "http://")) and len(given) <= 600 else ""

    def ids(self) -> dict[str, str]:
        found = {scheme: told.catalogue_id(scheme, self.words(scheme)) for scheme in SCHEMES}
        for scheme, value in found.items():
            if not value and self.words(scheme).strip():
                self.note(_("“%(said)s” is no %(key)s.") % {"said": self.text(scheme, 100), "key": scheme})
        return {scheme: value for scheme, value in found.items() if value}

    def rating(self) -> tuple[float, int | None] | None:
        value, votes = self.told("rating", told.rating), self.told("votes", told.count)
        return (value, votes) if value else None

    def note(self, words: str) -> None:
        self.notes.append(words)
