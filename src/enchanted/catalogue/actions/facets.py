"""Keeps on the movie row what lists sort and filter by, for the features above that know it."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from enchanted.catalogue.events import MovieChanged
from enchanted.catalogue.models import Movie
from enchanted.core.facts import announce


def set_facets(*, movie_id: int, **facets: Any) -> None:
    """Set `playable`, `duration_ms` or `still` of a movie; says so when one of them is new."""
    unknown = set(facets) - {"playable", "duration_ms", "still"}
    if unknown:
        raise TypeError(f"no such facets: {sorted(unknown)}")
    with transaction.atomic():
        if Movie.objects.filter(pk=movie_id).exclude(**facets).update(**facets):
            announce(MovieChanged(movie_id))
