"""What people say of themselves, and whether they are here."""

from __future__ import annotations

import asyncio
import io
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from allauth.usersessions.models import UserSession
from asgiref.sync import sync_to_async
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from enchanted.accounts import actions
from enchanted.accounts.consumers import Presence
from enchanted.accounts.models import User
from enchanted.core import clock, storage
from enchanted.core.actor import GUEST, Actor
from enchanted.core.errors import Invalid, NotAllowed
from enchanted.core.pictures import AVATAR_WIDTHS, picture_key
from tests import cast

pytestmark = pytest.mark.django_db

PAGE, PICTURE = "/accounts/profile/", "/accounts/profile/picture/"
GIVEN = {"telephone": "+44 20 7946-0000", "gender": "F", "birth_year": "1985", "language": "zh-hans"}


def upload(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("me.jpg", data, "image/jpeg")


def photo() -> bytes:
    """A picture that tells where it was taken, lying on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "at home, second floor"
    out = io.BytesIO()
    Image.new("RGB", (800, 600), "teal").save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_what_is_said_is_kept_and_can_be_taken_back() -> None:
    vera = cast.viewer()
    assert vera.client.post(PAGE, GIVEN).status_code == 302
    user = User.objects.get()
    assert (user.telephone, user.gender, user.birth_year, user.language) == ("+442079460000", "F", 1985, "zh-hans")
    page = vera.client.get(PAGE).content.decode()
    assert "+442079460000" in page
    assert '<html lang="zh-hans"' in page
    vera.client.post(PAGE, dict.fromkeys(GIVEN, ""))
    user.refresh_from_db()
    assert (user.telephone, user.gender, user.birth_year, user.language) == (None, "", None, "")
    assert '<html lang="en"' in vera.client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [("telephone", "x"), ("telephone", "0123456"), ("gender", "Q"), ("birth_year", "1800"), ("birth_year", "3000"),
     ("birth_year", "many"), ("language", "xx")],
)  # fmt: skip
def test_faults_stand_beside_their_field_and_nothing_is_kept(field: str, value: str) -> None:
    cast.account("Other")
    User.objects.update(telephone="0123456")
    vera = cast.viewer()
    answer: Any = vera.client.post(PAGE, GIVEN | {field: value})
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert User.objects.get(name="Vera").telephone is None


def test_a_number_taken_at_the_last_moment_is_a_fault_of_the_form() -> None:
    cast.account("Other")
    User.objects.update(telephone="0123456")
    vera = cast.viewer()
    with mock.patch("enchanted.accounts.queries.telephone_is_anothers", return_value=False):
        answer: Any = vera.client.post(PAGE, GIVEN | {"telephone": "0123456"})
    assert list(answer.context["form"].errors) == ["telephone"]


def test_the_accounts_language_goes_where_the_person_goes() -> None:
    user = cast.account("Vera")
    client = Client()
    client.post("/accounts/login/", {"login": "Vera", "password": cast.PASSWORD})
    client.post("/i18n/setlang/", {"language": "zh-hans", "next": "/"})
    user.refresh_from_db()
    assert user.language == "zh-hans"
    elsewhere = Client(HTTP_ACCEPT_LANGUAGE="en")
    elsewhere.post("/accounts/login/", {"login": "Vera", "password": cast.PASSWORD})
    assert '<html lang="zh-hans"' in elsewhere.get("/me/").content.decode()
    elsewhere.post("/i18n/setlang/", {"language": "en", "next": "/"})
    assert '<html lang="en"' in elsewhere.get("/me/").content.decode()
    guest = Client()
    guest.post("/i18n/setlang/", {"language": "zh-hans", "next": "/"})
    assert '<html lang="zh-hans"' in guest.get("/").content.decode()


def test_a_picture_is_turned_stripped_and_resized() -> None:
    vera = cast.viewer()
    assert vera.client.post(PICTURE, {"picture": upload(photo())}).status_code == 302
    key = User.objects.get().avatar
    for width in AVATAR_WIDTHS:
        data = storage.place(picture_key(key, width)).read_bytes()
        assert b"second floor" not in data
        with Image.open(io.BytesIO(data)) as kept:
            assert (kept.format, kept.width) == ("WEBP", width)
            assert kept.height > kept.width
    assert f"/pictures/{key}/" in vera.client.get("/me/").content.decode()
    vera.client.post(PICTURE, {"remove": ""})
    assert User.objects.get().avatar == ""


@pytest.mark.parametrize("data", [b"", b"GIF89a" + b"0" * 100, b"<svg xmlns='x'/>", b"\xff\xd8\xff" + b"0" * 200])
def test_what_only_says_it_is_a_picture_is_refused(data: bytes) -> None:
    vera = cast.viewer()
    page = vera.client.post(PICTURE, {"picture": upload(data)} if data else {}, follow=True)
    assert 'class="note glass thick error"' in page.content.decode()
    assert User.objects.get().avatar == ""


def test_strangers_and_wrong_methods_are_refused() -> None:
    for path in (PAGE, PICTURE):
        assert Client().get(path)["Location"].startswith("/accounts/login/")
        assert Client().post(path)["Location"].startswith("/accounts/login/")
        assert cast.viewer(f"V{path}").client.put(path).status_code == 405
    assert cast.viewer().client.get(PICTURE).status_code == 405
    with pytest.raises(NotAllowed):
        actions.set_avatar(actor=GUEST, data=photo())
    with pytest.raises(NotAllowed):
        actions.remove_avatar(actor=GUEST)
    with pytest.raises(NotAllowed):
        actions.change_profile(actor=GUEST, telephone="", gender="", birth_year=None, language="", at=clock.now())
    with pytest.raises(Invalid):
        actions.set_avatar(actor=cast.stranger().actor, data=b"x")


def is_here() -> bool:
    return User.objects.get(name="Vera").online


def test_one_of_two_devices_leaves_and_the_person_is_still_here() -> None:
    cast.account("Vera")
    first, second = Client(), Client()
    for client in (first, second):
        client.post("/accounts/login/", {"login": "Vera", "password": cast.PASSWORD})
    assert is_here()
    first.post("/accounts/logout/")
    assert is_here()
    second.post("/accounts/logout/")
    assert not is_here()


def test_whoever_is_not_seen_for_a_while_has_left_and_comes_back_with_the_next_page() -> None:
    vera = cast.viewer()
    vera.client.get("/me/")
    assert is_here()
    now = clock.now()
    assert actions.sweep_presence(at=now + timedelta(minutes=2)) == 0
    assert actions.sweep_presence(at=now + timedelta(minutes=4)) == 1
    assert not is_here()
    from django.core.cache import cache

    cache.clear()
    vera.client.get("/me/")
    assert is_here()


@pytest.mark.django_db(transaction=True)
async def test_an_open_line_keeps_its_person_here_and_a_closed_one_does_not() -> None:
    vera = await sync_to_async(cast.viewer)()
    await sync_to_async(vera.client.get)("/me/")
    row = await UserSession.objects.aget()
    long_ago = clock.now() - timedelta(minutes=10)
    presence = Presence(every=0.05)

    async def sweep_finds(*, gone: int) -> None:
        assert await sync_to_async(actions.sweep_presence)(at=clock.now()) == gone

    async with presence.of(Actor(user_id=row.user_id, key=row.session_key)), presence.of(GUEST):
        async with presence.of(Actor(user_id=row.user_id, key=row.session_key)):
            await UserSession.objects.aupdate(last_seen_at=long_ago)
            await asyncio.sleep(0.3)
            await sweep_finds(gone=0)
        await UserSession.objects.aupdate(last_seen_at=long_ago)
        await asyncio.sleep(0.3)
        await sweep_finds(gone=0)
    assert not presence.lines
    await asyncio.sleep(0.3)
    await UserSession.objects.aupdate(last_seen_at=long_ago)
    await asyncio.sleep(0.3)
    await sweep_finds(gone=1)
