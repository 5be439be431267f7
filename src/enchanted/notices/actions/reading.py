"""What a person has read."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from enchanted.accounts.events import AccountErased
from enchanted.core.actor import Actor
from enchanted.core.errors import NotAllowed, NotFound
from enchanted.core.facts import announce
from enchanted.notices import queries
from enchanted.notices.events import InboxChanged
from enchanted.notices.models import NoticePreference, NoticeRead, Notification
from enchanted.notices.rules import may_keep_reading


def mark_notice_read(*, actor: Actor, notice_id: int, at: datetime) -> None:
    """The actor has read or dismissed a notice; twice is no fault.

    Errors: NotAllowed for a guest, NotFound for one that is not in force.
    """
    user_id = _reader(actor)
    notice = queries.notice_of(actor, notice_id, at)
    with transaction.atomic():
        _row, fresh = NoticeRead.objects.get_or_create(user_id=user_id, notice=notice, defaults={"read_at": at})
        if fresh:
            announce(InboxChanged(user_id))


def mark_notification_read(*, actor: Actor, notification_id: int, at: datetime) -> None:
    """The actor has read a notification of theirs; twice is no fault.

    Errors: NotAllowed for a guest, NotFound for another's.
    """
    user_id = _reader(actor)
    with transaction.atomic():
        own = Notification.objects.filter(pk=notification_id, user_id=user_id)
        if own.filter(read_at=None).update(read_at=at):
            announce(InboxChanged(user_id))
        elif not own.exists():
            raise NotFound


def mark_all_read(*, actor: Actor, at: datetime) -> int:
    """The actor has read all that is in force and all their notifications. Returns how many were new to them.

    Errors: NotAllowed for a guest.
    """
    user_id = _reader(actor)
    with transaction.atomic():
        unread = [item.notice for item in queries.notices_in_force(actor, at) if not item.read]
        reads = [NoticeRead(user_id=user_id, notice=notice, read_at=at) for notice in unread]
        NoticeRead.objects.bulk_create(reads, ignore_conflicts=True)
        count = Notification.objects.filter(user_id=user_id, read_at=None).update(read_at=at) + len(reads)
        if count:
            announce(InboxChanged(user_id))
    return count


def forget_inbox(fact: AccountErased) -> None:
    """Nobody knows any more what a person who left was told, and what they read."""
    for kind in (Notification, NoticeRead, NoticePreference):
        kind._default_manager.filter(user_id=fact.user_id).delete()


def _reader(actor: Actor) -> int:
    if not may_keep_reading(actor) or actor.user_id is None:
        raise NotAllowed(_("Sign in so that the house can remember what you have read."))
    return actor.user_id
