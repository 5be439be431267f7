"""Who may do what in the catalogue."""

from __future__ import annotations

from enchanted.catalogue.models import Movie
from enchanted.core.actor import Actor


def may_see(actor: Actor, movie: Movie) -> bool:
    """Staff see hidden films; nobody sees deleted ones."""
    return movie.deleted_at is None and (not movie.hidden or actor.is_staff)


def may_edit_catalogue(actor: Actor) -> bool:
    return actor.has_role("editor")
