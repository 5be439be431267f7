"""What happens to movies."""

from __future__ import annotations

from dataclasses import dataclass

from enchanted.core.facts import Fact


@dataclass(frozen=True)
class MovieChanged(Fact):
    """What lists show of a movie is new: it was added, edited, hidden, deleted, or may now be played."""

    movie_id: int


@dataclass(frozen=True)
class MoviesImported(Fact):
    """Many movies came at once."""

    count: int
