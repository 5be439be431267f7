"""A person takes their data home, or takes it away."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.test import Client

from enchanted.accounts import actions, queries
from enchanted.accounts.models import AppPassword, User
from enchanted.catalogue.models import Movie
from enchanted.config import wiring
from enchanted.core import clock, facts
from enchanted.core.actor import GUEST, HOUSE
from enchanted.core.errors import Conflict, NotAllowed
from enchanted.core.facts import Switchboard
from enchanted.library.actions import keep_position
from enchanted.library.models import Position
from tests import cast
from tests.accounts.test_second_step import confirmed

pytestmark = pytest.mark.django_db

PAGE, EXPORT, ERASE = "/accounts/data/", "/accounts/data/export/", "/accounts/data/erase/"


@pytest.fixture(autouse=True)
def wired(monkeypatch: pytest.MonkeyPatch) -> None:
    board = Switchboard()
    monkeypatch.setattr(facts, "switchboard", board)
    monkeypatch.setattr(wiring, "switchboard", board)
    wiring.connect()


def lived_in(name: str = "Vera") -> cast.Person:
    """Somebody of whom the house holds something of every kind."""
    person = cast.viewer(name)
    assert person.user
    User.objects.filter(pk=person.user.pk).update(
        mailbox=f"{name.lower()}@example.org", telephone=f"+4420{person.user.pk:06}", gender="F", birth_year=1985
    )
    EmailAddress.objects.create(user=person.user, email=f"{name.lower()}@example.org", primary=True)
    Authenticator.objects.create(user=person.user, type="totp", data={"secret": "JBSWY3DP"})
    actions.create_app_password(actor=person.actor, name="Player", at=clock.now())
    actions.set_avatar(actor=person.actor, data=cast.picture())
    film, _made = Movie.objects.get_or_create(title="A Film", year=1999, playable=True)
    keep_position(actor=person.actor, movie_id=film.pk, at_ms=5_000, duration_ms=60_000, at=clock.now())
    person.client.get("/me/")
    return person


def test_the_zip_holds_everything_of_the_person_and_no_secret() -> None:
    vera = lived_in()
    lived_in("Other")
    answer: Any = confirmed(vera).get(EXPORT)
    assert answer["Content-Type"] == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    held = {name: json.loads(archive.read(name)) for name in archive.namelist() if name.endswith(".json")}
    assert held["account.json"]["name"] == "Vera"
    assert held["account.json"]["birth_year"] == 1985
    assert held["mailboxes.json"][0]["email"] == "vera@example.org"
    assert [row["name"] for row in held["app_passwords.json"]] == ["Player"]
    assert [row["film"] for row in held["positions.json"]] == ["A Film"]
    assert len(held["devices.json"]) == 1
    assert archive.read("picture.webp")[8:12] == b"WEBP"
    text = json.dumps(held)
    assert vera.user
    vera.user.refresh_from_db()
    for secret in (
        vera.user.password,
        "JBSWY3DP",
        AppPassword.objects.filter(user=vera.user).get().secret_hash,
        "ther",
    ):
        assert secret not in text
    assert (vera.client.session.session_key or "") not in text


def test_a_guests_and_an_unasked_browsers_export_is_refused() -> None:
    assert Client().get(EXPORT)["Location"].startswith("/accounts/login/")
    vera = cast.viewer()
    assert vera.client.get(EXPORT)["Location"].startswith("/accounts/reauthenticate/")
    assert vera.client.post(EXPORT).status_code == 405
    assert vera.client.get(PAGE).status_code == 200
    assert vera.client.post(PAGE).status_code == 405
    assert vera.client.get(ERASE).status_code == 405
    for path in (PAGE, ERASE):
        assert Client().post(path)["Location"].startswith("/accounts/login/")


def test_erasing_asks_the_password_and_counts_wrong_ones() -> None:
    vera = lived_in()
    for _ in range(6):
        answer: Any = vera.client.post(ERASE, {"password": "wrong"})
    assert answer.context["form"].errors["password"]
    assert answer.answer_after == 0.25
    assert User.objects.filter(name="Vera").exists()


def test_an_erased_account_leaves_a_row_without_a_name_and_nothing_else() -> None:
    vera, other = lived_in(), lived_in("Other")
    assert vera.user
    assert other.user
    elsewhere = Client()
    elsewhere.force_login(vera.user)
    elsewhere.get("/me/")
    assert vera.client.post(ERASE, {"password": cast.PASSWORD})["Location"] == "/"
    row = User.objects.get(pk=vera.user.pk)
    named = (row.mailbox, row.telephone, row.gender, row.birth_year, row.avatar, row.last_login)
    assert named == (None, None, "", None, "", None)
    assert "vera" not in f"{row.name} {row.name_key}".lower()
    assert row.locked
    assert not row.has_usable_password()
    for held in (EmailAddress, Authenticator, AppPassword, UserSession, Position):
        assert not held.objects.filter(user=row).exists()
        assert held.objects.filter(user=other.user).exists(), "somebody else's stays"
    for client in (vera.client, elsewhere):
        assert client.get(PAGE)["Location"].startswith("/accounts/login/")
    for login in ("Vera", "vera@example.org", row.name):
        client = Client()
        client.post("/accounts/login/", {"login": login, "password": cast.PASSWORD})
        assert "_auth_user_id" not in client.session
    assert actions.unlock_accounts(actor=HOUSE, user_ids=[row.pk], at=clock.now()) == 0


def test_the_name_and_mailbox_are_free_again() -> None:
    vera = lived_in()
    vera.client.post(ERASE, {"password": cast.PASSWORD})
    again = {"username": "Vera", "password1": cast.PASSWORD, "email": "vera@example.org"}
    assert Client().post("/accounts/signup/", again).status_code == 302
    assert queries.user_by_name("Vera")


def test_the_last_owner_cannot_leave_the_house_alone() -> None:
    olga = cast.owner()
    answer: Any = olga.client.post(ERASE, {"password": cast.PASSWORD})
    assert "last owner" in answer.content.decode()
    assert User.objects.get().name == "Olga"
    assert queries.owner_exists()
    with pytest.raises(Conflict):
        actions.erase_account(actor=olga.actor, at=clock.now())
    with pytest.raises(NotAllowed):
        actions.erase_account(actor=GUEST, at=clock.now())
    cast.owner("Second")
    assert olga.client.post(ERASE, {"password": cast.PASSWORD})["Location"] == "/"
