"""Notices begin, change and end."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enchanted.catalogue.models import Movie
from enchanted.core.actor import Actor
from enchanted.core.errors import Conflict, Invalid, NotAllowed, NotFound
from enchanted.core.facts import announce
from enchanted.notices.events import NoticesChanged
from enchanted.notices.models import TEXT_LENGTH, TITLE_LENGTH, Notice
from enchanted.notices.queries import forget_standing
from enchanted.notices.rules import may_publish


def publish_notice(
    *, actor: Actor, title: str, text: str = "", begins_at: datetime | None = None, ends_at: datetime | None = None,
    movie: Movie | None = None, at: datetime,
) -> Notice:  # fmt: skip
    """Tell everyone something, between two moments; without them from now on, until it is withdrawn.

    Errors: NotAllowed, Invalid with `fields`.
    """
    _require_publisher(actor)
    notice = Notice(author_id=actor.user_id, published_at=at)
    _fill(notice, title, text, begins_at, ends_at, movie, at)
    with transaction.atomic():
        notice.save()
        _tell(notice)
    return notice


def edit_notice(
    *, actor: Actor, notice_id: int, title: str, text: str, begins_at: datetime | None, ends_at: datetime | None,
    movie: Movie | None, at: datetime,
) -> Notice:  # fmt: skip
    """Change a notice; who read it has still read it.

    Errors: NotAllowed, NotFound, Invalid with `fields`, Conflict when it was withdrawn.
    """
    _require_publisher(actor)
    with transaction.atomic():
        notice = _locked(notice_id)
        if notice.withdrawn_at:
            raise Conflict(_("This notice was withdrawn."))
        _fill(notice, title, text, begins_at, ends_at, movie, at)
        notice.save()
        _tell(notice)
    return notice


def withdraw_notice(*, actor: Actor, notice_id: int, at: datetime) -> bool:
    """Nobody sees the notice any more. Returns False when it was withdrawn already.

    Errors: NotAllowed, NotFound.
    """
    _require_publisher(actor)
    with transaction.atomic():
        notice = _locked(notice_id)
        if notice.withdrawn_at:
            return False
        notice.withdrawn_at = notice.changed_at = at
        notice.save(update_fields=["withdrawn_at", "changed_at"])
        _tell(notice)
    return True


def announce_due(*, at: datetime) -> int:
    """Tell open pages of notices whose beginning or end has come. Returns how many."""
    told = 0
    for due, done in ((Notice.objects.to_open(at), "opened"), (Notice.objects.to_close(at), "closed")):
        for notice in list(due):
            with transaction.atomic():
                if due.filter(pk=notice.pk).update(**{done: True}):
                    _tell(notice)
                    told += 1
    return told


def _require_publisher(actor: Actor) -> None:
    if not may_publish(actor):
        raise NotAllowed(_("Only editors may publish notices."))


def _locked(notice_id: int) -> Notice:
    notice = Notice.objects.select_for_update().filter(pk=notice_id).first()
    if notice is None:
        raise NotFound
    return notice


def _fill(
    notice: Notice, title: str, text: str, begins_at: datetime | None, ends_at: datetime | None, movie: Movie | None,
    at: datetime,
) -> None:  # fmt: skip
    notice.title, notice.text = " ".join(title.split()), text.replace("\r\n", "\n").strip()
    notice.begins_at, notice.ends_at, notice.movie = begins_at, ends_at, movie
    faults: dict[str, str | Promise] = {}
    if not 0 < len(notice.title) <= TITLE_LENGTH:
        faults["title"] = _("A title has 1 to %(most)s characters.") % {"most": TITLE_LENGTH}
    if len(notice.text) > TEXT_LENGTH:
        faults["text"] = _("A text has at most %(most)s characters.") % {"most": TEXT_LENGTH}
    if begins_at and ends_at and ends_at <= begins_at:
        faults["ends_at"] = _("A notice ends after it begins.")
    if faults:
        raise Invalid(next(iter(faults.values())), faults)
    notice.changed_at = at
    notice.opened = begins_at is None or begins_at <= at
    notice.closed = ends_at is not None and ends_at <= at


def _tell(notice: Notice) -> None:
    """The kept list is out of date before anyone hears that it changed."""
    transaction.on_commit(forget_standing, robust=True)
    announce(NoticesChanged(notice.pk))
