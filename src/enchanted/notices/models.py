"""Notices, notifications, who read what, and who wants mail."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from enchanted.catalogue.models import Movie

log = logging.getLogger(__name__)

TITLE_LENGTH = 120
TEXT_LENGTH = 4000


class NoticeQuerySet(models.QuerySet["Notice"]):
    def standing(self, at: datetime) -> NoticeQuerySet:
        """In force now, or later: not withdrawn and not over."""
        return self.filter(withdrawn_at=None).exclude(ends_at__lte=at)

    def to_open(self, at: datetime) -> NoticeQuerySet:
        """In force since a moment that open pages have not heard of."""
        return self.standing(at).filter(models.Q(begins_at=None) | models.Q(begins_at__lte=at), opened=False)

    def to_close(self, at: datetime) -> NoticeQuerySet:
        """Over since a moment that open pages have not heard of."""
        return self.filter(opened=True, closed=False, ends_at__lte=at)


class Notice(models.Model):
    """Words of staff for everyone. `opened` and `closed` say that open pages heard of its beginning and its end."""

    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    text = models.TextField(
        _("text"), max_length=TEXT_LENGTH, blank=True, help_text=_("Plain words; addresses become links.")
    )
    begins_at = models.DateTimeField(_("from"), null=True, blank=True, help_text=_("Empty: at once."))
    ends_at = models.DateTimeField(_("until"), null=True, blank=True, help_text=_("Empty: until it is withdrawn."))
    movie = models.ForeignKey(
        Movie, models.SET_NULL, related_name="notices", verbose_name=_("film"), null=True, blank=True
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", verbose_name=_("author"), null=True, editable=False
    )
    published_at = models.DateTimeField(_("published"), editable=False)
    changed_at = models.DateTimeField(_("changed"), editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    opened = models.BooleanField(default=False, editable=False)
    closed = models.BooleanField(default=False, editable=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-published_at", "-id"]
        indexes = [models.Index(fields=["withdrawn_at", "ends_at"], name="notice_standing")]

    def __str__(self) -> str:
        return self.title

    @property
    def since(self) -> datetime:
        """From when on people see it."""
        return max(self.published_at, self.begins_at or self.published_at)

    def in_force(self, at: datetime) -> bool:
        """Whether people see it at this moment."""
        begun = self.begins_at is None or self.begins_at <= at
        return begun and self.withdrawn_at is None and (self.ends_at is None or at < self.ends_at)


class NoticeRead(models.Model):
    """One person has read or dismissed one notice."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="reads")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "notice"], name="notice_read_once")]

    def __str__(self) -> str:
        return f"{self.user_id} read {self.notice_id}"


class Notification(models.Model):
    """Words for one account. `title` and `text` are kept as in the source, with `params`, and translated at reading."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    params = models.JSONField(default=dict)
    link = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["user", "-made_at"], name="notification_latest"),
            models.Index(fields=["user", "read_at"], name="notification_unread"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def shown_title(self) -> str:
        return filled(self.title, self.params)

    @property
    def shown_text(self) -> str:
        return filled(self.text, self.params)


class NoticePreference(models.Model):
    """Whether an account wants its notifications by mail too, and in which language."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", primary_key=True)
    mail = models.BooleanField(default=False)
    language = models.CharField(max_length=16)

    def __str__(self) -> str:
        return f"mail for {self.user_id}: {self.mail}"


def filled(words: str, params: dict[str, Any]) -> str:
    """Stored words in the reader's language, with their values; a translation that lacks one shows them as they are."""
    if not words:
        return ""
    translated = gettext(words)
    try:
        return translated % params if params else translated
    except (KeyError, TypeError, ValueError):
        log.warning("The words %r don't fit their values", words)
        return translated
