"""Which screens play now, and which of them yields when an account has too many."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from enchanted.accounts.events import SessionsEnded
from enchanted.accounts.models import User
from enchanted.core.actor import Actor
from enchanted.core.errors import Conflict, NotFound
from enchanted.core.facts import announce
from enchanted.media.events import ViewingYielded
from enchanted.media.logic.grants import holder_mark
from enchanted.media.models import Viewing

KEPT = timedelta(days=1)


class Yielded(Conflict):
    """Another screen of the account took this one's place."""

    code = "yielded"


def open_viewing(*, actor: Actor, movie_id: int, viewing_id: int = 0, take: bool = False, at: datetime) -> Viewing:
    """A screen begins to play a movie, or goes on (`viewing_id`). Beyond the account's limit the oldest one yields.

    Errors: Yielded for a screen that lost its place and doesn't `take` it back.
    """
    holder = holder_mark(settings.SECRET_KEY, actor.key)
    with transaction.atomic():
        known = Viewing.objects.filter(pk=viewing_id, holder=holder, movie_id=movie_id).first()
        if known and known.yielded and not take:
            raise Yielded(_("You went on watching on another screen."))
        if known and known.ended_at is None:
            Viewing.objects.filter(pk=known.pk).update(seen_at=at)
            return known
        if actor.user_id is not None:
            User.objects.select_for_update().get(pk=actor.user_id)
        opened = Viewing.objects.create(
            account_id=actor.user_id, holder=holder, movie_id=movie_id, began_at=at, seen_at=at
        )
        if actor.user_id is not None and settings.HOUSE_MOST_STREAMS:
            _make_room(opened, at)
        return opened


def end_viewing(*, actor: Actor, viewing_id: int, at: datetime) -> None:
    """A screen stopped.

    Errors: NotFound when it is none of this browser's.
    """
    own = Viewing.objects.filter(pk=viewing_id, holder=holder_mark(settings.SECRET_KEY, actor.key))
    if not own.filter(ended_at=None).update(ended_at=at) and not own.exists():
        raise NotFound(_("This screen plays nothing."))


def end_viewings_of(fact: SessionsEnded) -> None:
    """Screens of browsers that are signed out now get no more of their films; their grants are worth nothing."""
    screens = Viewing.objects.filter(account_id=fact.user_id)
    if fact.keys is None:
        screens = screens.exclude(holder=holder_mark(settings.SECRET_KEY, fact.kept))
    else:
        screens = screens.filter(holder__in=[holder_mark(settings.SECRET_KEY, key) for key in fact.keys])
    screens.delete()


def remove_old_viewings(*, at: datetime) -> int:
    """Forget screens not seen for a day. Returns how many."""
    return Viewing.objects.filter(seen_at__lt=at - KEPT).delete()[0]


def _make_room(opened: Viewing, at: datetime) -> None:
    """The account's oldest screens yield until it is within its limit, the one just opened counted."""
    seen = at - timedelta(seconds=settings.HOUSE_GRANT_SECONDS)
    live = Viewing.objects.filter(account_id=opened.account_id, ended_at=None, seen_at__gt=seen)
    others = list(live.exclude(pk=opened.pk).order_by("-began_at", "-id").values_list("pk", flat=True))
    for viewing_id in others[settings.HOUSE_MOST_STREAMS - 1 :]:
        Viewing.objects.filter(pk=viewing_id).update(ended_at=at, yielded=True)
        announce(ViewingYielded(viewing_id))
