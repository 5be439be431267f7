"""Mail leaves through the outbox: a request never waits for a mail server, and no mail is lost to one that is down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from enchanted.core.facts import Fact, announce


@dataclass(frozen=True)
class MailWritten(Fact):
    """A mail is ready to leave."""

    subject: str
    body: str
    sender: str
    to: list[str]
    cc: list[str]
    bcc: list[str]
    reply_to: list[str]
    html: str


class OutboxBackend(BaseEmailBackend):
    """Django's mail backend of the house."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            if message.attachments:
                raise ValueError("the outbox carries text and HTML, no attachments")
            announce(_written(message))
        return len(email_messages)


def _written(message: EmailMessage) -> MailWritten:
    html = next((str(a[0]) for a in getattr(message, "alternatives", []) if a[1] == "text/html"), "")
    return MailWritten(
        subject=str(message.subject), body=str(message.body), sender=message.from_email, to=list(message.to),
        cc=list(message.cc), bcc=list(message.bcc), reply_to=list(message.reply_to), html=html,
    )  # fmt: skip


def carry(mail: MailWritten) -> None:
    """Hand one mail to the carrier: the console, or the SMTP server of the settings."""
    connection: Any = get_connection(settings.MAIL_CARRIER)
    message = EmailMultiAlternatives(
        subject=mail.subject, body=mail.body, from_email=mail.sender, to=mail.to, cc=mail.cc, bcc=mail.bcc,
        reply_to=mail.reply_to, connection=connection,
    )  # fmt: skip
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    message.send()
