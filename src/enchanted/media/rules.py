"""Who may watch what, and who runs the encode queue."""

from __future__ import annotations

from django.conf import settings

from enchanted.catalogue.models import Movie
from enchanted.catalogue.rules import may_see
from enchanted.core.actor import Actor


def may_watch(actor: Actor, movie: Movie) -> bool:
    """Everyone signed in; guests where the house lets them (ENCHANTED_GUESTS)."""
    return may_see(actor, movie) and (not actor.is_guest or settings.HOUSE_GUESTS_MAY_WATCH)


def may_run_queue(actor: Actor) -> bool:
    return actor.has_role("editor")


def may_import(actor: Actor) -> bool:
    return actor.has_role("editor")


def may_export(actor: Actor) -> bool:
    return actor.has_role("editor")
