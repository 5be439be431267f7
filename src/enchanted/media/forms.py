"""What staff say of a film that arrived."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from enchanted.core.errors import Invalid

YEARS = range(1870, 2200)


@dataclass(frozen=True)
class TakenAs:
    """A new film of this title and year, or the film of the catalogue that the file is a version of."""

    title: str
    year: int | None
    movie_id: int | None


def taken_as(given: QueryDict) -> TakenAs:
    """The form beside a film that waits. Errors: Invalid."""
    year, movie = given.get("year", "").strip(), given.get("movie", "").strip()
    if year and not (year.isdecimal() and len(year) == 4 and int(year) in YEARS):
        raise Invalid(_("The year has four digits."))
    if movie and not (movie.isdecimal() and len(movie) <= 18):
        raise Invalid(_("Choose one of the films."))
    return TakenAs(given.get("title", "").strip(), int(year) if year else None, int(movie) if movie else None)
