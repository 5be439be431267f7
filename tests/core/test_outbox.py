"""Facts that must be heard are rows; they are carried out once, or again until they succeed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone

from enchanted.core import facts, outbox, relay
from enchanted.core.facts import Fact, Switchboard, Way, announce
from enchanted.core.models import OutboxRow

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@dataclass(frozen=True)
class Rang(Fact):
    """A bell rang."""

    bell_id: int


heard: list[int] = []


def hear(fact: Rang) -> None:
    heard.append(fact.bell_id)


def fail(fact: Rang) -> None:
    raise RuntimeError("deaf")


@pytest.fixture(autouse=True)
def board(monkeypatch: pytest.MonkeyPatch) -> Switchboard:
    heard.clear()
    fresh = Switchboard()
    monkeypatch.setattr(facts, "switchboard", fresh)
    monkeypatch.setattr(outbox, "switchboard", fresh)
    return fresh


def test_now_is_the_same_transaction(board: Switchboard) -> None:
    board.connect(Rang, Way.NOW, hear)
    announce(Rang(1))
    assert heard == [1]
    board.connect(Rang, Way.NOW, fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        OutboxRow.objects.create(row="x", payload={})
        announce(Rang(2))
    assert not OutboxRow.objects.exists()


def test_later_waits_in_a_row_and_is_heard_once(board: Switchboard) -> None:
    board.connect(Rang, Way.LATER, hear)
    announce(Rang(3))
    assert heard == []
    assert outbox.drain() == 1
    assert heard == [3]
    assert outbox.drain() == 0


def test_later_is_undone_with_its_transaction(board: Switchboard) -> None:
    board.connect(Rang, Way.LATER, hear)
    with pytest.raises(RuntimeError), transaction.atomic():
        announce(Rang(4))
        raise RuntimeError
    assert outbox.drain() == 0


def test_a_failure_waits_longer_each_time_and_is_kept(board: Switchboard) -> None:
    board.connect(Rang, Way.LATER, fail)
    announce(Rang(5))
    outbox.drain()
    row = OutboxRow.objects.get()
    assert (row.attempts, "deaf" in row.fault) == (1, True)
    assert row.due_at > timezone.now() + timedelta(seconds=1)
    assert outbox.drain() == 0
    for _ in range(outbox.MOST_ATTEMPTS):
        OutboxRow.objects.update(due_at=timezone.now())
        outbox.drain()
    assert OutboxRow.objects.get().attempts == outbox.MOST_ATTEMPTS
    assert outbox.stuck() == 1


def test_a_push_of_a_command_beside_the_house_goes_through_the_outbox(
    board: Switchboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    board.connect(Rang, Way.PUSH, hear)
    announce(Rang(6))
    assert OutboxRow.objects.count() == 1
    monkeypatch.setattr(relay, "reaches_the_house", lambda: True)
    announce(Rang(7))
    assert OutboxRow.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_push_listener_that_fails_harms_nobody(board: Switchboard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay, "reaches_the_house", lambda: True)
    board.connect(Rang, Way.PUSH, fail)
    board.connect(Rang, Way.PUSH, hear)
    with transaction.atomic():
        announce(Rang(8))
        assert heard == []
    assert heard == [8]


def test_mail_leaves_through_the_outbox(monkeypatch: pytest.MonkeyPatch, settings: object) -> None:
    from enchanted.core import mail as house_mail

    settings.EMAIL_BACKEND = "enchanted.core.mail.OutboxBackend"  # type: ignore[attr-defined]
    settings.MAIL_CARRIER = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]
    facts.switchboard.connect(house_mail.MailWritten, Way.LATER, house_mail.carry)
    message = EmailMultiAlternatives("Hello", "Words", "house@localhost", ["a@example.org"], cc=["b@example.org"])
    message.attach_alternative("<p>Words</p>", "text/html")
    message.send()
    assert not getattr(mail, "outbox", [])
    outbox.drain()
    (sent,) = mail.outbox
    assert (sent.subject, sent.to, sent.cc) == ("Hello", ["a@example.org"], ["b@example.org"])
