"""Notifications by mail, for those who want it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from enchanted.core.actor import Actor
from enchanted.core.errors import Conflict, NotAllowed
from enchanted.notices import queries
from enchanted.notices.logic import unsubscribe_token
from enchanted.notices.models import NoticePreference, Notification


def choose_mail(*, actor: Actor, mail: bool, language: str) -> None:
    """From now on the actor's notifications come by mail too, in this language, or no longer.

    Errors: NotAllowed for a guest, Conflict when there is no confirmed mailbox to write to.
    """
    if actor.user_id is None:
        raise NotAllowed(_("Sign in first."))
    if mail and not queries.confirmed_mailbox(actor):
        raise Conflict(_("Confirm your mailbox first."))
    NoticePreference.objects.update_or_create(user_id=actor.user_id, defaults={"mail": mail, "language": language})


def unsubscribe(*, token: str) -> None:
    """No more mail for the account a mail's signed link names.

    Errors: NotFound for a link that the house did not sign.
    """
    NoticePreference.objects.filter(user_id=queries.account_of_token(token)).update(mail=False)


def mail_notifications(*, notification_ids: Collection[int], at: datetime) -> int:
    """Write the mails these notifications are due, once each. Returns how many.

    A row is claimed and its mail handed to the outbox in one transaction: neither is lost, neither comes twice.
    """
    with transaction.atomic():
        rows = Notification.objects.select_for_update().filter(pk__in=notification_ids, mailed_at=None, read_at=None)
        letters = queries.letters_of(list(rows.order_by("pk")))
        for letter in letters:
            _written(letter).send()
        Notification.objects.filter(pk__in=[letter.notification.pk for letter in letters]).update(mailed_at=at)
    return len(letters)


def _written(letter: queries.Letter) -> EmailMessage:
    told = letter.notification
    with translation.override(letter.language):
        context = {
            "name": letter.name,
            "title": told.shown_title,
            "text": told.shown_text,
            "link": settings.HOUSE_URL + told.link if told.link else "",
            "unsubscribe": settings.HOUSE_URL + reverse("unsubscribe", args=[unsubscribe_token(told.user_id)]),
        }
        body = render_to_string("notices/mail.txt", context)
        subject = " ".join(told.shown_title.split())
    return EmailMessage(subject=subject, body=body, to=[letter.mailbox])
