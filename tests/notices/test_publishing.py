"""Staff publish, everyone sees what is in force at that moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from enchanted.catalogue.models import Movie
from enchanted.core.actor import GUEST, HOUSE, Actor
from enchanted.core.errors import Conflict, Invalid, NotAllowed, NotFound
from enchanted.core.facts import switchboard
from enchanted.notices import consumers
from enchanted.notices.actions import announce_due, edit_notice, publish_notice, withdraw_notice
from enchanted.notices.events import NoticesChanged
from enchanted.notices.models import TEXT_LENGTH, TITLE_LENGTH, Notice
from enchanted.notices.queries import notices_in_force
from tests import cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    """What was pushed to open pages: topic and news."""
    pushed: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr("enchanted.core.relay.reaches_the_house", lambda: True)
    monkeypatch.setattr("enchanted.core.relay.publish", lambda topic, **news: pushed.append((topic, news)))
    assert any(listener is consumers.tell_notices_changed for _name, (_fact, listener) in switchboard.by_name.items())
    return pushed


def titles(at: datetime, actor: Actor = GUEST) -> list[str]:
    return [item.notice.title for item in notices_in_force(actor, at)]


def change(notice: Notice, at: datetime, *, actor: Actor = HOUSE, **new: Any) -> Notice:
    fields = {"title": notice.title, "text": notice.text, "begins_at": None, "ends_at": None, "movie": None}
    return edit_notice(actor=actor, notice_id=notice.pk, at=at, **(fields | new))


def test_editors_and_owners_publish_and_nobody_else() -> None:
    for person in (cast.editor(), cast.owner()):
        publish_notice(actor=person.actor, title="Open", at=NOON)
    for actor in (GUEST, cast.viewer().actor):
        with pytest.raises(NotAllowed):
            publish_notice(actor=actor, title="Mine", at=NOON)
        with pytest.raises(NotAllowed):
            withdraw_notice(actor=actor, notice_id=Notice.objects.all()[0].pk, at=NOON)
        with pytest.raises(NotAllowed):
            change(Notice.objects.all()[0], NOON, actor=actor)
    assert titles(NOON) == ["Open", "Open"]


def test_a_notice_is_seen_between_its_moments() -> None:
    publish_notice(actor=HOUSE, title="Later", begins_at=NOON + HOUR, ends_at=NOON + 2 * HOUR, at=NOON)
    publish_notice(actor=HOUSE, title="Always", at=NOON)
    seen = {hours: titles(NOON + hours * HOUR) for hours in (0, 1, 1.5, 2)}
    assert seen == {0: ["Always"], 1: ["Later", "Always"], 1.5: ["Later", "Always"], 2: ["Always"]}


def test_what_is_refused() -> None:
    for given in (
        {"title": "  "}, {"title": "x" * (TITLE_LENGTH + 1)}, {"title": "x", "text": "y" * (TEXT_LENGTH + 1)},
        {"title": "x", "begins_at": NOON, "ends_at": NOON},
    ):  # fmt: skip
        with pytest.raises(Invalid) as refusal:
            publish_notice(actor=HOUSE, at=NOON, **given)
        assert refusal.value.fields
    with pytest.raises(NotFound):
        withdraw_notice(actor=HOUSE, notice_id=999, at=NOON)
    assert Notice.objects.count() == 0


def test_a_change_and_a_withdrawal_are_seen_at_once(told: list[Any]) -> None:
    notice = publish_notice(actor=HOUSE, title="Old words", at=NOON)
    assert titles(NOON) == ["Old words"]
    change(notice, NOON, title="New words")
    assert titles(NOON) == ["New words"]
    assert withdraw_notice(actor=HOUSE, notice_id=notice.pk, at=NOON)
    assert titles(NOON) == []
    assert not withdraw_notice(actor=HOUSE, notice_id=notice.pk, at=NOON)
    assert told == [("notices", {"type": "notices", "id": notice.pk})] * 3
    with pytest.raises(Conflict):
        change(notice, NOON)


def test_news_of_another_process_renew_what_this_one_keeps() -> None:
    notice = publish_notice(actor=HOUSE, title="Old words", at=NOON)
    assert titles(NOON) == ["Old words"]
    Notice.objects.update(title="New words")
    assert titles(NOON) == ["Old words"], "it is kept"
    consumers.tell_notices_changed(NoticesChanged(notice.pk))
    assert titles(NOON) == ["New words"]


def test_open_pages_hear_once_when_a_moment_comes(told: list[Any]) -> None:
    publish_notice(actor=HOUSE, title="Tonight", begins_at=NOON + HOUR, ends_at=NOON + 2 * HOUR, at=NOON)
    heard = [announce_due(at=NOON + minutes * timedelta(minutes=1)) for minutes in (0, 59, 60, 61, 119, 120, 121)]
    assert heard == [0, 0, 1, 0, 0, 1, 0]
    assert len(told) == 3


def test_a_moment_moved_ahead_is_told_again(told: list[Any]) -> None:
    notice = publish_notice(actor=HOUSE, title="Tonight", begins_at=NOON + HOUR, at=NOON)
    assert announce_due(at=NOON + HOUR) == 1
    change(notice, NOON + HOUR, begins_at=NOON + 3 * HOUR)
    assert [announce_due(at=NOON + hours * HOUR) for hours in (2, 3, 4)] == [0, 1, 0]


def test_a_withdrawn_one_never_begins(told: list[Any]) -> None:
    notice = publish_notice(actor=HOUSE, title="Tonight", begins_at=NOON + HOUR, ends_at=NOON + 2 * HOUR, at=NOON)
    withdraw_notice(actor=HOUSE, notice_id=notice.pk, at=NOON)
    assert announce_due(at=NOON + HOUR) == announce_due(at=NOON + 3 * HOUR) == 0


def test_the_film_of_a_notice_is_for_those_who_may_see_it() -> None:
    hidden = Movie.objects.create(title="Hush", hidden=True)
    publish_notice(actor=HOUSE, title="Soon", movie=hidden, at=NOON)
    assert [item.movie for item in notices_in_force(GUEST, NOON)] == [None]
    assert [item.movie for item in notices_in_force(cast.editor().actor, NOON)] == [hidden]
    hidden.delete()
    assert titles(NOON) == ["Soon"]
