"""Browsers that are signed in: listed, signed out, put out; their films and lines end with them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import websockets
from allauth.usersessions.models import UserSession
from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from enchanted.accounts import actions, queries
from enchanted.accounts.queries import actor_of
from enchanted.catalogue.models import Movie
from enchanted.config import wiring
from enchanted.core import clock, facts
from enchanted.core.actor import GUEST, HOUSE
from enchanted.core.errors import Conflict, NotAllowed, NotFound
from enchanted.core.facts import Switchboard
from enchanted.media import streams
from enchanted.media.models import Encode, MediaFile, Rendition, Viewing
from tests import cast
from tests.asgi import call
from tests.houses import House, open_house

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:131.0) Gecko/20100101 Firefox/131.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.2 Mobile/15E148 Safari/604.1"
)
DEVICES, OTHERS, CHANGE = "/accounts/devices/", "/accounts/devices/others/end/", "/accounts/password/change/"
NEW = "another long enough one"


@pytest.fixture(autouse=True)
def wired(monkeypatch: pytest.MonkeyPatch) -> None:
    """What happens here is heard as in a house."""
    board = Switchboard()
    monkeypatch.setattr(facts, "switchboard", board)
    monkeypatch.setattr(wiring, "switchboard", board)
    wiring.connect()


def browser(user_agent: str, address: str = "192.0.2.1", name: str = "Vera", password: str = cast.PASSWORD) -> Client:
    client = Client(HTTP_USER_AGENT=user_agent, REMOTE_ADDR=address)
    assert client.post("/accounts/login/", {"login": name, "password": password}).status_code == 302
    assert is_in(client)
    return client


def is_in(client: Client) -> bool:
    return bool(client.get(DEVICES).status_code == 200)


def change(client: Client) -> Any:
    return client.post(CHANGE, {"oldpassword": cast.PASSWORD, "password1": NEW, "password2": NEW})


def test_each_browser_is_listed_with_what_it_is_and_where_from() -> None:
    cast.account("Vera")
    browser(FIREFOX)
    here = browser(PHONE, "2001:db8::7")
    cast.stranger().client.get("/me/")
    page = here.get(DEVICES).content.decode()
    for words in ("Firefox, Windows", "192.0.2.1", "Safari, iOS", "2001:db8::7", "this one"):
        assert words in page
    user = queries.user_by_name("Vera")
    listed = queries.devices_of(actor_of(user, here.session.session_key or ""))
    assert [device.is_this for device in listed] == [True, False]


def test_when_a_browser_was_last_seen_is_kept_once_a_minute(django_assert_num_queries: Any) -> None:
    cast.account("Vera")
    client = browser(FIREFOX)
    row = UserSession.objects.get()
    cache.clear()
    client.get("/me/", REMOTE_ADDR="192.0.2.9")
    seen = UserSession.objects.get()
    assert (str(seen.ip), seen.pk) == ("192.0.2.9", row.pk)
    assert seen.last_seen_at > row.last_seen_at
    client.get("/me/", REMOTE_ADDR="192.0.2.10")
    assert str(UserSession.objects.get().ip) == "192.0.2.9"


def test_one_other_browser_is_signed_out() -> None:
    cast.account("Vera")
    there, here, third = browser(FIREFOX), browser(PHONE), browser(FIREFOX)
    listed = UserSession.objects.get(session_key=there.session.session_key)
    assert here.post(f"{DEVICES}{listed.pk}/end/").status_code == 302
    assert [is_in(client) for client in (there, here, third)] == [False, True, True]


def test_all_others_are_signed_out() -> None:
    cast.account("Vera")
    there, here, third = browser(FIREFOX), browser(PHONE), browser(FIREFOX)
    stranger = cast.stranger()
    assert here.post(OTHERS).status_code == 302
    assert [is_in(client) for client in (there, here, third)] == [False, True, False]
    assert is_in(stranger.client)


def test_nobody_signs_another_out_nor_themselves_here() -> None:
    vera, other = cast.viewer(), cast.stranger()
    assert is_in(vera.client)
    assert is_in(other.client)
    theirs = UserSession.objects.get(user=vera.user)
    assert other.client.post(f"{DEVICES}{theirs.pk}/end/").status_code == 404
    assert other.client.post(f"{DEVICES}{theirs.pk + 99}/end/").status_code == 404
    assert vera.client.post(f"{DEVICES}{theirs.pk}/end/").status_code == 409
    assert is_in(vera.client)
    with pytest.raises(NotFound):
        actions.end_device(actor=GUEST, device_id=theirs.pk)
    with pytest.raises(NotAllowed):
        actions.end_other_devices(actor=GUEST)
    with pytest.raises(Conflict):
        actions.end_device(actor=actor_of(vera.user, theirs.session_key), device_id=theirs.pk)


@pytest.mark.parametrize("path", [f"{DEVICES}1/end/", OTHERS])
def test_strangers_and_wrong_methods_are_refused(path: str) -> None:
    assert Client().post(path)["Location"].startswith("/accounts/login/")
    assert cast.viewer().client.get(path).status_code == 405
    assert cast.stranger().client.post(DEVICES).status_code == 405
    assert Client().get(DEVICES)["Location"].startswith("/accounts/login/")


def test_a_new_password_ends_all_other_sessions_and_keeps_this_one() -> None:
    cast.account("Vera")
    there, here = browser(FIREFOX), browser(PHONE)
    assert change(here).status_code == 302
    assert [is_in(client) for client in (there, here)] == [False, True]
    user = queries.user_by_name("Vera")
    assert len(queries.devices_of(actor_of(user, here.session.session_key or ""))) == 1


def test_a_password_set_by_the_house_ends_every_session() -> None:
    cast.account("Vera")
    there = browser(FIREFOX)
    actions.create_staff(actor=HOUSE, name="Vera", password=NEW, role="editor", at=clock.now())
    assert not is_in(there)
    assert not UserSession.objects.exists()


def test_a_locked_account_loses_its_sessions() -> None:
    user = cast.account("Vera")
    there = browser(FIREFOX)
    actions.lock_accounts(actor=cast.owner().actor, user_ids=[user.pk], at=clock.now())
    assert not is_in(there)
    actions.unlock_accounts(actor=HOUSE, user_ids=[user.pk], at=clock.now())
    assert not is_in(there), "what was locked out stays out until it signs in again"


def test_signing_out_leaves_no_device_behind() -> None:
    cast.account("Vera")
    client = browser(FIREFOX)
    client.post("/accounts/logout/")
    assert not UserSession.objects.exists()


@pytest.fixture
def film(tmp_path: Path) -> Movie:
    movie = Movie.objects.create(title="A Film", playable=True)
    original = tmp_path / "film.mp4"
    original.write_bytes(b"original bytes")
    file = MediaFile.objects.create(
        movie=movie, path=str(original), path_hash="x", size=14, mtime_ns=1, duration_ms=6000
    )
    encode = Encode.objects.create(file=file, state=Encode.State.DONE, live=None, finished_at=clock.now())
    Encode.objects.filter(pk=encode.pk).update(folder=f"hls/{encode.pk}")
    Rendition.objects.create(encode=encode, kind="video", name="360p", width=640, height=360, codecs="avc1.64001e")
    return movie


@pytest.mark.django_db(transaction=True)
async def test_a_film_stops_where_its_browser_was_signed_out(film: Movie, monkeypatch: pytest.MonkeyPatch) -> None:
    """The grant in the address is good for 15 minutes and the cookie is still there; both are worth nothing."""
    await sync_to_async(cast.account)("Vera")
    there, here = await sync_to_async(browser)(FIREFOX), await sync_to_async(browser)(PHONE)

    def begin(client: Client) -> tuple[str, str]:
        answer = client.post(f"/api/movies/{film.pk}/playback/", {}, content_type="application/json")
        path = re.findall(r"/stream/[^/\"]+", answer.content.decode())[0]
        return f"{path}/original", client.cookies[settings.SESSION_COOKIE_NAME].value

    async def ask(path: str, cookie: str) -> int:
        streams._open_viewings.known.clear()
        return (await call(streams.stream, path, headers={"cookie": f"sessionid={cookie}"})).status

    begun = [await sync_to_async(begin)(client) for client in (there, here)]
    assert [await ask(*one) for one in begun] == [200, 200]
    await sync_to_async(here.post)(OTHERS)
    assert [await ask(*one) for one in begun] == [403, 200]
    await sync_to_async(change)(here)
    assert await ask(*begun[1]) == 403
    assert not await sync_to_async(Viewing.objects.exists)()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(tmp_path_factory.mktemp("devices") / "home") as house:
        yield house


def join(house: House, name: str) -> httpx.Client:
    client = httpx.Client(base_url=house.url)
    post(client, "/accounts/signup/", username=name, password1=cast.PASSWORD)
    return client


def post(client: httpx.Client, path: str, **given: str) -> httpx.Response:
    client.get("/accounts/login/")
    token = client.cookies.get("csrftoken") or ""
    return client.post(path, data={**given, "csrfmiddlewaretoken": token}, headers={"Referer": str(client.base_url)})


def line(house: House, client: httpx.Client) -> Any:
    cookie = f"sessionid={client.cookies['sessionid']}"
    return websockets.connect(
        house.url.replace("http", "ws") + "/ws/movies/",
        additional_headers={"Cookie": cookie},
        origin=house.url,  # type: ignore[arg-type]
    )


async def ends(line: Any) -> None:
    """The line is told that it is over, and is."""
    assert await asyncio.wait_for(line.recv(), 5) == '{"type":"signed-out"}'
    await line.send("Good-bye")
    await asyncio.wait_for(line.wait_closed(), 5)
    assert line.close_code == 4401


async def test_open_lines_end_with_their_sessions_and_only_theirs(house: House) -> None:
    there, stranger = join(house, "Lena"), join(house, "Else")
    here = httpx.Client(base_url=house.url)
    post(here, "/accounts/login/", login="Lena", password=cast.PASSWORD)
    async with line(house, there) as lost, line(house, here) as kept, line(house, stranger) as other:
        assert post(here, OTHERS).status_code == 302
        await ends(lost)
        await asyncio.sleep(0.3)
        assert (kept.state.name, other.state.name) == ("OPEN", "OPEN")
        changed = post(here, CHANGE, oldpassword=cast.PASSWORD, password1=NEW, password2=NEW)
        assert changed.status_code == 302
        await ends(kept)  # this browser has a new session: its line comes back with that
        assert other.state.name == "OPEN"
    async with line(house, here) as back:
        await asyncio.sleep(0.3)
        assert back.state.name == "OPEN"
