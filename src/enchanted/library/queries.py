"""Where viewers stopped."""

from __future__ import annotations

from enchanted.catalogue.models import Movie
from enchanted.catalogue.queries import movies_of
from enchanted.core.actor import Actor
from enchanted.library.models import Position

WATCHED_SHARE = 0.9
BARELY_BEGUN_MS = 5_000


def position_of(actor: Actor, movie: Movie) -> Position | None:
    """Where the actor stopped in a movie."""
    if actor.user_id is None:
        return None
    return Position.objects.filter(user_id=actor.user_id, movie=movie).first()


def continue_watching(actor: Actor, limit: int) -> list[Movie]:
    """Movies the actor began and didn't finish, the latest first; each carries `stopped` (a Position)."""
    if actor.user_id is None:
        return []
    begun = Position.objects.filter(user_id=actor.user_id, at_ms__gte=BARELY_BEGUN_MS,
                                    movie__in=movies_of(actor).filter(playable=True))  # fmt: skip
    rows = begun.select_related("movie").prefetch_related("movie__genres").order_by("-updated_at")[: limit * 3]
    unfinished = [row for row in rows if row.at_ms < row.duration_ms * WATCHED_SHARE][:limit]
    for row in unfinished:
        row.movie.stopped = row  # type: ignore[attr-defined]
    return [row.movie for row in unfinished]
