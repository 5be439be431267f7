"""What a person has read, what was told to them alone, and what reaches their mailbox."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_noop

from enchanted.accounts.events import AccountErased
from enchanted.core import outbox, own_data
from enchanted.core.actor import GUEST, HOUSE
from enchanted.core.errors import Conflict, Invalid, NotAllowed, NotFound
from enchanted.core.facts import announce
from enchanted.core.mail import MailWritten
from enchanted.core.models import OutboxRow
from enchanted.notices.actions import (
    choose_mail,
    mail_notifications,
    mark_all_read,
    mark_notice_read,
    mark_notification_read,
    notify,
    publish_notice,
    unsubscribe,
    withdraw_notice,
)
from enchanted.notices.logic import is_within, unsubscribe_token
from enchanted.notices.models import NoticePreference, NoticeRead, Notification, filled
from enchanted.notices.queries import bar_of, inbox_of, wants_mail
from tests import cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
KEPT_OF_A_PERSON = (Notification, NoticeRead, NoticePreference)
CLOSE = gettext_noop("Close")
HELD = gettext_noop("%(minutes)s min")


@pytest.fixture
def letters(settings: Any) -> list[Any]:
    settings.EMAIL_BACKEND = "enchanted.core.mail.OutboxBackend"
    settings.MAIL_CARRIER = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    return mail.outbox


def vera_with_mail(*, verified: bool = True, language: str = "en") -> cast.Person:
    vera = cast.viewer()
    assert vera.user
    EmailAddress.objects.create(user=vera.user, email="vera@example.org", primary=True, verified=verified)
    if verified:
        choose_mail(actor=vera.actor, mail=True, language=language)
    return vera


def tell(*people: cast.Person, **given: Any) -> list[int]:
    ids = [person.actor.user_id for person in people if person.actor.user_id]
    return notify(ids, title=CLOSE, at=NOON, **given)


def test_each_person_reads_for_themselves() -> None:
    vera, stranger = cast.viewer(), cast.stranger()
    first, second = (publish_notice(actor=HOUSE, title=title, at=NOON) for title in ("One", "Two"))
    for _twice in range(2):
        mark_notice_read(actor=vera.actor, notice_id=first.pk, at=NOON)
    assert [item.notice for item in bar_of(vera.actor, NOON).items] == [second]
    assert [bar_of(actor, NOON).unread for actor in (vera.actor, stranger.actor, GUEST)] == [1, 2, 2]
    assert NoticeRead.objects.count() == 1
    assert mark_all_read(actor=vera.actor, at=NOON) == 1
    assert bar_of(vera.actor, NOON).unread == mark_all_read(actor=vera.actor, at=NOON) == 0


def test_a_guest_keeps_nothing_here_and_what_is_gone_cant_be_read() -> None:
    notice = publish_notice(actor=HOUSE, title="One", at=NOON)
    vera = cast.viewer()
    for refused in (mark_notice_read, mark_all_read):
        with pytest.raises(NotAllowed):
            refused(actor=GUEST, at=NOON, **({} if refused is mark_all_read else {"notice_id": notice.pk}))
    withdraw_notice(actor=HOUSE, notice_id=notice.pk, at=NOON)
    for notice_id in (notice.pk, 999):
        with pytest.raises(NotFound):
            mark_notice_read(actor=vera.actor, notice_id=notice_id, at=NOON)


def test_a_notification_is_for_its_person_alone() -> None:
    vera, stranger = cast.viewer(), cast.stranger()
    (row,) = tell(vera, link="/movies/")
    assert [one.pk for one in inbox_of(vera.actor, NOON).notifications] == [row]
    assert inbox_of(stranger.actor, NOON).notifications == inbox_of(GUEST, NOON).notifications == []
    with pytest.raises(NotFound):
        mark_notification_read(actor=stranger.actor, notification_id=row, at=NOON)
    with pytest.raises(NotAllowed):
        mark_notification_read(actor=GUEST, notification_id=row, at=NOON)
    assert bar_of(vera.actor, NOON).unread == 1
    for _twice in range(2):
        mark_notification_read(actor=vera.actor, notification_id=row, at=NOON)
    assert bar_of(vera.actor, NOON).unread == 0


def test_a_notification_is_read_in_the_readers_language() -> None:
    vera = cast.viewer()
    tell(vera, text=HELD, params={"minutes": 7})
    (one,) = inbox_of(vera.actor, NOON).notifications
    assert (one.shown_title, one.shown_text) == ("Close", "7 min")
    with translation.override("zh-hans"):
        assert re.search("[\u4e00-\u9fff]", one.shown_title)
        assert one.shown_text.startswith("7")


def test_words_that_dont_fit_their_values_break_no_page() -> None:
    assert filled("%(gone)s left", {"here": 1}) == "%(gone)s left"
    assert filled("100 %", {}) == "100 %"
    assert filled("100 %", {"a": 1}) == "100 %"


@pytest.mark.parametrize(
    "link", ["https://example.org/", "//example.org", "javascript:alert(1)", "/\\example.org", "/\n/x"]
)
def test_a_notification_leads_nowhere_else(link: str) -> None:
    assert not is_within(link)
    with pytest.raises(Invalid):
        tell(cast.viewer(), link=link)
    assert not Notification.objects.exists()


def test_mail_leaves_once_for_those_who_want_it(letters: list[Any]) -> None:
    vera, stranger = vera_with_mail(), cast.stranger()
    rows = tell(vera, stranger, text="What is new", link="/movies/")
    outbox.drain()
    outbox.drain()
    assert mail_notifications(notification_ids=rows, at=NOON) == 0
    outbox.drain()
    (letter,) = letters
    assert (letter.to, letter.subject) == (["vera@example.org"], "Close")
    assert "http://localhost:" in letter.body
    assert "/movies/" in letter.body
    assert "What is new" in letter.body


def test_a_mail_that_cant_be_written_is_not_lost(letters: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    rows = tell(vera_with_mail())
    monkeypatch.setattr("enchanted.notices.actions.mailing.render_to_string", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        mail_notifications(notification_ids=rows, at=NOON)
    monkeypatch.undo()
    assert not OutboxRow.objects.filter(row__startswith=f"{MailWritten.__module__}.").exists()
    assert mail_notifications(notification_ids=rows, at=NOON) == 1


def test_no_mail_to_an_unconfirmed_mailbox_a_locked_account_or_who_read_it(letters: list[Any]) -> None:
    stranger = vera_with_mail(verified=False)
    with pytest.raises(Conflict):
        choose_mail(actor=stranger.actor, mail=True, language="en")
    with pytest.raises(NotAllowed):
        choose_mail(actor=GUEST, mail=True, language="en")
    EmailAddress.objects.update(verified=True)
    choose_mail(actor=stranger.actor, mail=True, language="en")
    EmailAddress.objects.update(verified=False)
    tell(stranger)
    outbox.drain()
    EmailAddress.objects.update(verified=True)
    assert stranger.user
    stranger.user.locked = True
    stranger.user.save()
    tell(stranger)
    outbox.drain()
    stranger.user.locked = False
    stranger.user.save()
    tell(stranger)
    mark_all_read(actor=stranger.actor, at=NOON)
    outbox.drain()
    outbox.drain()
    assert letters == []


def test_mail_is_in_the_language_it_was_asked_for_in(letters: list[Any]) -> None:
    tell(vera_with_mail(language="zh-hans"))
    outbox.drain()
    outbox.drain()
    assert re.search("[\u4e00-\u9fff]", letters[0].subject)


def test_the_link_at_a_mails_foot_ends_it_without_signing_in(letters: list[Any]) -> None:
    vera = vera_with_mail()
    tell(vera)
    outbox.drain()
    outbox.drain()
    link = urlsplit(re.findall(r"https?://\S+/unsubscribe/\S+", letters[0].body)[0]).path
    browser = cast.guest().client
    assert browser.get(link).status_code == 200
    assert wants_mail(vera.actor), "looking at the page changes nothing"
    assert browser.post(link).status_code == 200
    assert not wants_mail(vera.actor)
    tell(vera)
    outbox.drain()
    outbox.drain()
    assert len(letters) == 1


def test_a_person_takes_home_what_they_were_told_and_an_erased_one_leaves_nothing() -> None:
    vera, stranger = vera_with_mail(), cast.stranger()
    tell(vera, stranger, text=HELD, params={"minutes": 7})
    publish_notice(actor=HOUSE, title="One", at=NOON)
    for person in (vera, stranger):
        mark_all_read(actor=person.actor, at=NOON)
    (told,) = own_data.collectors["notifications"](vera.actor.user_id or 0)
    assert (told["title"], told["text"], told["read_at"]) == ("Close", "7 min", NOON)
    with transaction.atomic():
        announce(AccountErased(vera.actor.user_id or 0))
    left = {kind: set(kind._default_manager.values_list("user_id", flat=True)) for kind in KEPT_OF_A_PERSON}
    assert left == {
        Notification: {stranger.actor.user_id},
        NoticeRead: {stranger.actor.user_id},
        NoticePreference: set(),
    }


def test_only_the_house_signs_such_links() -> None:
    vera = vera_with_mail()
    good = unsubscribe_token(vera.actor.user_id or 0)
    for token in ("1", "1:nonsense", good + "x", f"2{good[1:]}" if good[0] != "2" else f"3{good[1:]}"):
        with pytest.raises(NotFound):
            unsubscribe(token=token)
        assert cast.guest().client.get(f"/notices/unsubscribe/{token}/").status_code == 404
    assert wants_mail(vera.actor)
    assert cast.guest().client.put(f"/notices/unsubscribe/{good}/").status_code == 405
