"""What an NFO tells, whoever wrote it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Nfo:
    """A film as its NFO tells it. `credits` are (name, job, character); `ids` other catalogues' names for it.

    `collection` is (name, overview), `ratings` are (source, value from 0 to 10, votes or None), `thumbs` files with
    people's pictures, by name; addresses elsewhere are left out of them.
    """

    title: str = ""
    original_title: str = ""
    sort_title: str = ""
    year: int | None = None
    premiered: date | None = None
    plot: str = ""
    tagline: str = ""
    runtime: int | None = None
    certificate: str = ""
    country: str = ""
    language: str = ""
    studio: str = ""
    genres: tuple[str, ...] = ()
    credits: tuple[tuple[str, str, str], ...] = ()
    collection: tuple[str, str] = ("", "")
    ids: dict[str, str] = field(default_factory=dict)
    ratings: tuple[tuple[str, float, int | None], ...] = ()
    thumbs: dict[str, str] = field(default_factory=dict)
