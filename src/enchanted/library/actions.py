"""Everything the library writes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from enchanted.accounts.events import AccountErased
from enchanted.catalogue.queries import movie_of
from enchanted.core.actor import Actor
from enchanted.core.errors import Invalid, NotAllowed
from enchanted.library.models import Position

LONGEST_MS = 100 * 60 * 60 * 1000


def keep_position(*, actor: Actor, movie_id: int, at_ms: int, duration_ms: int, at: datetime) -> Position:
    """Remember where the actor is in a movie.

    Errors: NotAllowed for a guest, NotFound for a movie the actor can't see, Invalid for a place outside of the film.
    """
    if actor.user_id is None:
        raise NotAllowed(_("Sign in so that the house can remember where you stopped."))
    if not 0 <= at_ms <= duration_ms <= LONGEST_MS:
        raise Invalid(_("This place is not in the film."))
    movie = movie_of(actor, movie_id)
    with transaction.atomic():
        position, _made = Position.objects.update_or_create(
            user_id=actor.user_id,
            movie=movie,
            defaults={"at_ms": at_ms, "duration_ms": duration_ms, "updated_at": at},
        )
    return position


def forget_positions(fact: AccountErased) -> None:
    """Nobody knows any more where a person who left had stopped."""
    Position.objects.filter(user_id=fact.user_id).delete()
