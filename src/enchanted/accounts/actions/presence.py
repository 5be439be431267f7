"""Who is in the house: whoever has a browser that was seen, or had a line open, within the last minutes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession

from enchanted.accounts.models import User

GONE_AFTER = timedelta(minutes=3)


def come_online(*, user_id: int) -> None:
    """A person is here, with one device or another."""
    User.objects.filter(pk=user_id, online=False, locked=False).update(online=True)


def note_lines(*, session_keys: Collection[str], at: datetime) -> None:
    """Browsers with these session keys have lines open: they are seen now."""
    UserSession.objects.filter(session_key__in=session_keys).update(last_seen_at=at)


def sweep_presence(*, at: datetime, user_id: int | None = None) -> int:
    """People none of whose devices was seen of late are no longer here. Returns how many left."""
    seen = UserSession.objects.filter(last_seen_at__gt=at - GONE_AFTER)
    here = User.objects.filter(online=True)
    if user_id is not None:
        seen, here = seen.filter(user_id=user_id), here.filter(pk=user_id)
    return here.exclude(pk__in=seen.values("user_id")).update(online=False)
