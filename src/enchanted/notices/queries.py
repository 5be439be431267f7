"""Questions about notices and inboxes, always through an actor.

Notices that stand are the same for everyone and asked for by every page, so they are kept in the cache under a number
that every change raises; who reads them may differ in which films they may see, and in what they read already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.core.cache import cache

from enchanted.catalogue.models import Movie
from enchanted.catalogue.queries import movies_of
from enchanted.core.actor import Actor
from enchanted.core.errors import NotFound
from enchanted.notices.logic import unsubscribed_id
from enchanted.notices.models import Notice, NoticePreference, NoticeRead, Notification
from enchanted.notices.rules import may_publish

EDITION = "notices:edition"
KEPT_SECONDS = 60
MOST_NOTIFICATIONS = 100


@dataclass(frozen=True)
class Item:
    """A notice as one actor sees it: its film when they may see that, and whether they read it."""

    notice: Notice
    movie: Movie | None
    read: bool


@dataclass(frozen=True)
class Bar:
    """What the bar of a page shows: the notices to be read, newest first, and how much waits in the inbox."""

    items: Sequence[Item]
    unread: int


@dataclass(frozen=True)
class Inbox:
    """All that is in force, and the actor's latest notifications, newest first. `unread` counts older ones too."""

    items: Sequence[Item]
    notifications: Sequence[Notification]
    unread: int


@dataclass(frozen=True)
class Letter:
    """A notification to be mailed: to which mailbox, in which language."""

    notification: Notification
    name: str
    mailbox: str
    language: str


def notices_in_force(actor: Actor, at: datetime) -> list[Item]:
    """What everyone sees at this moment, newest first."""
    notices = sorted((one for one in _standing(at) if one.in_force(at)), key=lambda one: one.since, reverse=True)
    films = {one.movie_id for one in notices} - {None}
    movies = {movie.pk: movie for movie in movies_of(actor).filter(pk__in=films)} if films else {}
    read = _read_by(actor, [one.pk for one in notices])
    return [Item(one, movies.get(one.movie_id or 0), one.pk in read) for one in notices]


def bar_of(actor: Actor, at: datetime) -> Bar:
    """What the actor has not read. A guest's browser knows itself what it dismissed, so a guest gets all."""
    items = [item for item in notices_in_force(actor, at) if not item.read]
    return Bar(items, len(items) + _unread_notifications(actor))


def inbox_of(actor: Actor, at: datetime) -> Inbox:
    """Everything the house tells the actor."""
    items = notices_in_force(actor, at)
    unread = sum(not item.read for item in items) + _unread_notifications(actor)
    if actor.user_id is None:
        return Inbox(items, [], unread)
    kept = Notification.objects.filter(user_id=actor.user_id).order_by("-made_at", "-id")
    return Inbox(items, list(kept[:MOST_NOTIFICATIONS]), unread)


def notice_of(actor: Actor, notice_id: int, at: datetime) -> Notice:
    """One notice; those who publish see all of them, others what is in force.

    Errors: NotFound.
    """
    notice = Notice.objects.filter(pk=notice_id).first()
    if notice is None or not (may_publish(actor) or notice.in_force(at)):
        raise NotFound
    return notice


def wants_mail(actor: Actor) -> bool:
    """Whether the actor gets notifications by mail too."""
    return NoticePreference.objects.filter(user_id=actor.user_id, mail=True).exists() if actor.user_id else False


def confirmed_mailbox(actor: Actor) -> str:
    """Where mail for the actor goes; empty when they have no mailbox, or never confirmed it."""
    if actor.user_id is None:
        return ""
    return _mailboxes([actor.user_id]).get(actor.user_id, "")


def account_of_token(token: str) -> int:
    """The account whose mail the signed link at a mail's foot is about.

    Errors: NotFound for a link that the house did not sign.
    """
    user_id = unsubscribed_id(token)
    if user_id is None:
        raise NotFound
    return user_id


def letters_of(notifications: Sequence[Notification]) -> list[Letter]:
    """The notifications whose people want mail, have a confirmed mailbox, and are not locked."""
    users = {one.user_id for one in notifications}
    wanted = NoticePreference.objects.filter(user_id__in=users, mail=True, user__locked=False).select_related("user")
    told = {one.user_id: one for one in wanted}
    mailboxes = _mailboxes(list(told))
    return [
        Letter(
            one,
            told[one.user_id].user.name,
            mailboxes[one.user_id],
            told[one.user_id].user.language or told[one.user_id].language,
        )
        for one in notifications
        if one.user_id in mailboxes
    ]


def own_notifications(user_id: int) -> list[dict[str, Any]]:
    """What the house told one person, in the language of the one who asks, for them to take home."""
    rows = Notification.objects.filter(user_id=user_id).order_by("-made_at", "-id")
    return [
        {"title": one.shown_title, "text": one.shown_text, "link": one.link, "made_at": one.made_at,
         "read_at": one.read_at, "mailed_at": one.mailed_at} for one in rows
    ]  # fmt: skip


def forget_standing() -> None:
    """What this process keeps of notices is out of date."""
    cache.add(EDITION, 1, None)
    cache.incr(EDITION)


def _standing(at: datetime) -> list[Notice]:
    key = f"notices:{cache.get_or_set(EDITION, 1, None)}"
    kept: list[Notice] | None = cache.get(key)
    if kept is None:
        kept = list(Notice.objects.standing(at))
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def _read_by(actor: Actor, notice_ids: Sequence[int]) -> set[int]:
    if actor.user_id is None or not notice_ids:
        return set()
    read = NoticeRead.objects.filter(user_id=actor.user_id, notice_id__in=notice_ids)
    return set(read.values_list("notice_id", flat=True))


def _unread_notifications(actor: Actor) -> int:
    if actor.user_id is None:
        return 0
    return Notification.objects.filter(user_id=actor.user_id, read_at=None).count()


def _mailboxes(user_ids: Sequence[int]) -> dict[int, str]:
    confirmed = EmailAddress.objects.filter(user_id__in=user_ids, primary=True, verified=True)
    return dict(confirmed.values_list("user_id", "email"))
