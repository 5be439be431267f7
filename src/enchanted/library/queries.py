"""Where viewers stopped."""

from __future__ import annotations

from typing import Any

from enchanted.catalogue.models import Movie
from enchanted.catalogue.queries import movies_of
from enchanted.core.actor import Actor
from enchanted.library.models import Position
from enchanted.library.rules import resumes, resuming


def position_of(actor: Actor, movie: Movie) -> Position | None:
    """Where the actor stopped in a movie."""
    if actor.user_id is None:
        return None
    return Position.objects.filter(user_id=actor.user_id, movie=movie).first()


def resume_of(actor: Actor, movie: Movie) -> Position | None:
    """Where the movie goes on for the actor; None when they barely began it, or saw it to its end."""
    position = position_of(actor, movie)
    return position if position and resumes(position.at_ms, position.duration_ms) else None


def continue_watching(actor: Actor, limit: int) -> list[Movie]:
    """Movies the actor began and didn't finish, the latest first; each carries `stopped` (a Position)."""
    if actor.user_id is None:
        return []
    watchable = movies_of(actor).filter(playable=True)
    begun = Position.objects.filter(resuming(), user_id=actor.user_id, movie__in=watchable)
    rows = begun.select_related("movie").prefetch_related("movie__genres").order_by("-updated_at")[:limit]
    for row in rows:
        row.movie.stopped = row  # type: ignore[attr-defined]
    return [row.movie for row in rows]


def own_positions(user_id: int) -> list[dict[str, Any]]:
    """Where a person stopped, film by film, for them to take home."""
    rows = Position.objects.filter(user_id=user_id).select_related("movie").order_by("-updated_at")
    return [
        {"film": row.movie.title, "year": row.movie.year, "at_ms": row.at_ms, "duration_ms": row.duration_ms,
         "updated_at": row.updated_at} for row in rows
    ]  # fmt: skip
