"""The pages, the resources, the socket and the back office: work, refuse, survive."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enchanted.catalogue.models import Movie
from enchanted.core import clock
from enchanted.core.actor import GUEST, HOUSE, Actor
from enchanted.notices.actions import mark_all_read, notify, publish_notice
from enchanted.notices.consumers import NoticeNews
from enchanted.notices.models import Notice, NoticePreference
from tests import cast

pytestmark = pytest.mark.django_db(transaction=True)

JSON = "application/json"
OFFICE = "/admin/notices/notice/"
UGLY = "<script>alert(1)</script> see https://example.org/a?b=1&c=2\nand javascript:alert(2)"


def publish(title: str = "Tonight", **given: Any) -> Notice:
    return publish_notice(actor=HOUSE, title=title, at=clock.now(), **given)


def tell(person: cast.Person, title: str = "For you") -> int:
    return notify([person.actor.user_id or 0], title=title, link="/movies/", at=clock.now())[0]


def test_everyone_sees_the_list_and_the_slips() -> None:
    publish(text=UGLY, movie=Movie.objects.create(title="Dusk", year=1999))
    for person in (cast.guest(), cast.viewer(), cast.editor()):
        for page in ("/notices/", "/notices/bar/"):
            said = person.client.get(page).content.decode()
            assert "Tonight" in said
            assert "Dusk" in said
            assert "<script>alert" not in said
            assert 'href="javascript' not in said
            assert '<a href="https://example.org/a?b=1&amp;c=2" rel="nofollow">' in said
            assert "<br>and" in said


def test_one_persons_notifications_are_theirs() -> None:
    vera, stranger = cast.viewer(), cast.stranger()
    row = tell(vera)
    assert "For you" in vera.client.get("/notices/").content.decode()
    assert "notification" not in stranger.client.get("/api/notices/").json()["notifications"]
    assert stranger.client.put(f"/api/notifications/{row}/read/").status_code == 404
    assert stranger.client.post(f"/notifications/{row}/read/").status_code == 404
    assert vera.client.get("/api/notices/").json()["unread"] == 1
    assert vera.client.put(f"/api/notifications/{row}/read/").status_code == 204
    told = vera.client.get("/api/notices/").json()
    assert (told["unread"], told["notifications"][0]["read"], told["notifications"][0]["link"]) == (0, True, "/movies/")


def test_the_resource() -> None:
    movie = Movie.objects.create(title="Dusk")
    notice = publish(text="Come.", movie=movie)
    vera = cast.viewer()
    (told,) = vera.client.get("/api/notices/").json()["notices"]
    assert told | {"since": None} == {
        "id": notice.pk, "title": "Tonight", "text": "Come.", "since": None, "until": None,
        "movie": {"id": movie.pk, "title": "Dusk"}, "read": False,
    }  # fmt: skip
    assert vera.client.put(f"/api/notices/{notice.pk}/read/").status_code == 204
    assert vera.client.get("/api/notices/").json()["notices"][0]["read"]
    tell(vera)
    assert vera.client.put("/api/notices/read/").status_code == 204
    assert vera.client.get("/api/notices/").json()["unread"] == 0
    assert cast.guest().client.get("/api/notices/").json()["unread"] == 1


@pytest.mark.parametrize("place", ["/api/notices/read/", "/api/notices/{0}/read/", "/api/notifications/1/read/"])
def test_resources_refuse(place: str) -> None:
    place = place.format(publish().pk)
    assert cast.guest().client.put(place).status_code == 403
    vera = cast.viewer()
    for wrong in (vera.client.get, vera.client.post, vera.client.delete):
        assert wrong(place).status_code == 405
    assert vera.client.put("/api/notices/999999/read/").status_code == 404
    assert vera.client.post("/api/notices/").status_code == 405


def test_buttons_work_without_scripts_and_refuse() -> None:
    notice, vera = publish(), cast.viewer()
    row = tell(vera)
    places = [f"/notices/{notice.pk}/read/", f"/notifications/{row}/read/", "/notices/read/", "/notices/mail/"]
    for place in places:
        assert cast.guest().client.post(place).status_code == 403
        assert vera.client.get(place).status_code == 405
    assert [vera.client.post(place).status_code for place in places] == [302] * 4
    assert vera.client.get("/api/notices/").json()["unread"] == 0
    assert not NoticePreference.objects.get().mail
    assert vera.client.post("/notices/mail/", {"mail": "yes"}).status_code == 409, "no confirmed mailbox"
    assert vera.client.post("/notices/999999/read/").status_code == 404
    for page in ("/notices/", "/notices/bar/"):
        assert vera.client.post(page).status_code == 405


def queries_of(person: cast.Person, page: str) -> int:
    person.client.get(page)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert person.client.get(page).status_code == 200
    return len(asked)


@pytest.mark.parametrize("page", ["/notices/", "/notices/bar/", "/api/notices/"])
def test_a_page_asks_as_often_for_many_as_for_few(page: str) -> None:
    vera, guest = cast.viewer(), cast.guest()
    movie = Movie.objects.create(title="Dusk")
    asked = []
    for _round in range(2):
        for number in range(6):
            publish(str(number), movie=movie)
            tell(vera)
        asked.append((queries_of(vera, page), queries_of(guest, page)))
    assert asked[0] == asked[1]


def test_a_guests_page_asks_nothing_for_the_slot() -> None:
    publish()
    guest = cast.guest()
    assert queries_of(guest, "/notices/bar/") == 0
    before = queries_of(guest, "/movies/")
    publish("Another")
    assert queries_of(guest, "/movies/") == before


def test_a_line_hears_what_is_everyones_and_what_is_its_own() -> None:
    def topics_of(actor: Actor) -> list[str]:
        consumer = NoticeNews()
        consumer.scope = {"actor": actor}
        return asyncio.run(consumer.topics())

    assert topics_of(GUEST) == ["notices"]
    assert topics_of(Actor(user_id=5)) == ["notices", "inbox:5"]


def test_the_back_office_publishes_edits_and_withdraws() -> None:
    edda = cast.editor()
    dated = {"begins_at_0": "2031-05-01", "begins_at_1": "10:00:00", "ends_at_0": "2031-05-02", "ends_at_1": "10:00:00"}
    given = {"title": "Summer", "text": "Hours", "movie": ""} | dated
    assert edda.client.get(f"{OFFICE}add/").status_code == 200
    assert edda.client.post(f"{OFFICE}add/", given).status_code == 302
    notice = Notice.objects.get()
    assert notice.author == edda.user
    assert notice.begins_at
    assert not notice.in_force(clock.now())
    change = f"{OFFICE}{notice.pk}/change/"
    assert edda.client.get(change).status_code == 200
    now = dict.fromkeys(dated, "")
    assert edda.client.post(change, given | now | {"title": "Autumn"}).status_code == 302
    assert "Autumn" in cast.guest().client.get("/notices/").content.decode()
    wrong = given | {"ends_at_0": "2030-05-01"}
    assert "ends after it begins" in edda.client.post(change, wrong).content.decode()
    edda.client.post(OFFICE, {"action": "withdraw", "_selected_action": [notice.pk]})
    assert "Autumn" not in cast.guest().client.get("/notices/").content.decode()
    assert edda.client.post(change, given).status_code == 403
    for page in (OFFICE, f"{OFFICE}?q=autumn", change):
        assert edda.client.get(page).status_code == 200
    assert edda.client.get(f"{OFFICE}999999/change/").status_code == 302


def test_the_back_office_refuses_strangers() -> None:
    notice = publish()
    for person in (cast.guest(), cast.viewer()):
        for page in (OFFICE, f"{OFFICE}add/", f"{OFFICE}{notice.pk}/change/"):
            assert person.client.get(page).status_code == 302
            assert person.client.post(page, {"title": "Mine"}).status_code == 302
    assert Notice.objects.count() == 1


def test_all_read_leaves_the_slot_empty() -> None:
    publish()
    vera = cast.viewer()
    mark_all_read(actor=vera.actor, at=clock.now())
    assert "Tonight" not in vera.client.get("/notices/bar/").content.decode()
    assert "Tonight" in vera.client.get("/notices/").content.decode()
