"""Browsers that are signed in: noted, and signed out."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from enchanted.accounts.actions.presence import come_online
from enchanted.accounts.events import SessionsEnded
from enchanted.core.actor import Actor
from enchanted.core.errors import Conflict, NotAllowed, NotFound
from enchanted.core.facts import announce

LONGEST_AGENT = 200


def note_device(*, user_id: int, session_key: str, address: str, user_agent: str, at: datetime) -> None:
    """A signed-in browser asked for something: keep where from and when."""
    seen = {"user_id": user_id, "ip": address or "::", "user_agent": user_agent[:LONGEST_AGENT], "last_seen_at": at}
    if not UserSession.objects.filter(session_key=session_key).update(**seen):
        UserSession.objects.get_or_create(session_key=session_key, defaults=seen)
    come_online(user_id=user_id)


def end_device(*, actor: Actor, device_id: int) -> None:
    """Sign one of the actor's other browsers out.

    Errors: NotFound when it is none of theirs, Conflict for the very browser that asks.
    """
    device = UserSession.objects.filter(pk=device_id, user_id=actor.user_id).first()
    if device is None or actor.user_id is None:
        raise NotFound(_("This device is not signed in."))
    if device.session_key == actor.key:
        raise Conflict(_("This is the browser you use now. Sign out to leave it."))
    _end(actor.user_id, [device.session_key])


def end_other_devices(*, actor: Actor) -> int:
    """Sign the actor out everywhere but here. Returns of how many browsers.

    Errors: NotAllowed for a guest.
    """
    if actor.user_id is None:
        raise NotAllowed(_("Sign in first."))
    return end_sessions(user_id=actor.user_id, kept=actor.key)


def end_sessions(*, user_id: int, kept: str = "") -> int:
    """Sign an account out of every browser but the one with the session key `kept`. Returns of how many."""
    keys = UserSession.objects.filter(user_id=user_id).exclude(session_key=kept).values_list("session_key", flat=True)
    return _end(user_id, list(keys), kept=kept, whole=True)


def note_sign_out(*, user_id: int, session_key: str) -> None:
    """A browser signed itself out: its film and its open lines end with it."""
    _end(user_id, [session_key])


def _end(user_id: int, keys: list[str], *, kept: str = "", whole: bool = False) -> int:
    with transaction.atomic():
        UserSession.objects.filter(session_key__in=keys).delete()
        announce(SessionsEnded(user_id, None if whole else keys, kept))
    for key in keys:
        _store().delete(key)
    return len(keys)


def _store() -> Any:
    return import_module(settings.SESSION_ENGINE).SessionStore()
