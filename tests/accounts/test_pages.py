"""Signing up, in and out; the owner's page."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from enchanted.accounts import actions, queries
from enchanted.accounts.models import OwnerCode, User
from enchanted.accounts.pages import OWNER_CODE
from enchanted.core import attempts, clock
from tests import cast

pytestmark = pytest.mark.django_db

SIGN_UP, SIGN_IN, SIGN_OUT, OWNER = "/accounts/signup/", "/accounts/login/", "/accounts/logout/", "/accounts/owner/"


def sign_up(client: Client, **given: str) -> Any:
    return client.post(SIGN_UP, {"username": "Ada", "password1": cast.PASSWORD} | given)


def test_signing_up_signs_in() -> None:
    client = Client()
    answer = sign_up(client, email="Ada@Example.org", telephone="+44 20 7946 0000", gender="F")
    assert answer.status_code == 302
    assert answer["Location"] == "/"
    user = User.objects.get()
    assert (user.mailbox, user.telephone, user.gender, user.online) == ("ada@example.org", "+442079460000", "F", True)
    assert client.session["_auth_user_id"] == str(user.pk)
    assert [message.to for message in mail.outbox] == [["ada@example.org"]]


def test_a_name_and_a_password_are_enough() -> None:
    assert sign_up(Client()).status_code == 302
    assert sign_up(Client(), username="Bob").status_code == 302
    assert User.objects.filter(mailbox=None, telephone=None).count() == 2


@pytest.mark.parametrize(
    ("given", "field"),
    [({"username": "ADA"}, "username"), ({"username": "12345"}, "username"), ({"username": "a@b"}, "username"),
     ({"email": "ADA@example.org"}, "email"), ({"email": "nonsense"}, "email"), ({"telephone": "x"}, "telephone"),
     ({"telephone": "012 34 56"}, "telephone"), ({"password1": "short"}, "password1")],
)  # fmt: skip
def test_refusals_stand_beside_their_field(given: dict[str, str], field: str) -> None:
    actions.create_account(
        name="Ada", password=cast.PASSWORD, mailbox="ada@example.org", telephone="0123456", at=clock.now()
    )
    answer = sign_up(Client(), **({"username": "Bob"} | given))
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("asked", "field", "blind"),
    [("name_is_taken", "username", 2), ("mailbox_is_taken", "email", 1), ("telephone_is_taken", "telephone", 2)],
)
def test_what_is_taken_at_the_last_moment_is_said_in_the_form(
    monkeypatch: pytest.MonkeyPatch, asked: str, field: str, blind: int
) -> None:
    """As when two press the button at once: the looks before the write see nothing, the constraint does."""
    given = {"email": "ada@example.org", "telephone": "0123456"}
    sign_up(Client(), **given)
    looks: list[str] = []
    truth = getattr(queries, asked)

    def look(value: str) -> bool:
        looks.append(value)
        return len(looks) > blind and bool(truth(value))

    monkeypatch.setattr(queries, asked, look)
    own = {"username": "Bob", "email": "bob@example.org", "telephone": "0765432"}
    clash = {"username": "Ada", **given}[field]
    if field == "email":
        monkeypatch.setattr("allauth.account.internal.flows.manage_email.assess_unique_email", lambda *a, **k: True)
    answer = sign_up(Client(), **(own | {field: clash}))
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert User.objects.count() == 1
    assert len(looks) == blind + 1


@pytest.mark.parametrize("login", ["Ådé", "åDÉ", "Å\u200adé", "ADE@Example.org"])
def test_an_unconfirmed_mailbox_never_stands_in_the_way(login: str) -> None:
    sign_up(Client(), username="Ådé", email="ade@example.org")
    client = Client()
    answer = client.post(SIGN_IN, {"login": login, "password": cast.PASSWORD})
    if "\u200a" in login:
        assert answer.status_code == 200
    else:
        assert answer.status_code == 302
        assert answer["Location"] == "/"
        assert "_auth_user_id" in client.session


def test_signing_in_goes_on_to_where_one_was_going_but_never_elsewhere() -> None:
    cast.account("Ada")
    given = {"login": "Ada", "password": cast.PASSWORD}
    assert Client().post(SIGN_IN, given | {"next": "/admin/"})["Location"] == "/admin/"
    assert Client().post(SIGN_IN, given | {"next": "https://evil.example/"})["Location"] == "/"


def test_signing_out_is_kept_too() -> None:
    vera = cast.viewer()
    assert User.objects.get().online
    assert vera.client.post(SIGN_OUT).status_code == 302
    assert not User.objects.get().online
    assert "_auth_user_id" not in vera.client.session


def test_a_locked_account_stays_outside_and_its_open_pages_are_a_guests() -> None:
    vera, olga = cast.viewer(), cast.owner()
    assert vera.user
    actions.lock_accounts(actor=olga.actor, user_ids=[vera.user.pk], at=clock.now())
    answer = vera.client.get("/accounts/password/change/")
    assert answer.status_code == 302
    assert answer["Location"].startswith(SIGN_IN)
    client = Client()
    answer = client.post(SIGN_IN, {"login": "Vera", "password": cast.PASSWORD})
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/inactive/"
    assert "_auth_user_id" not in client.session
    assert not User.objects.get(name="Vera").online


def test_the_first_owner_comes_in_with_the_code() -> None:
    code = actions.make_owner_code(clock.now())
    client = Client()
    assert client.get(OWNER).status_code == 200
    answer = client.post(OWNER, {"code": code, "name": "Olga", "password": cast.PASSWORD})
    assert answer.status_code == 302
    assert answer["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200
    assert client.get(OWNER).status_code == 404
    assert Client().post(OWNER, {}).status_code == 404
    assert User.objects.get().online


def test_wrong_owner_codes_wait_like_wrong_passwords() -> None:
    code = actions.make_owner_code(clock.now())
    given = {"name": "Olga", "password": cast.PASSWORD}

    def wrong() -> Any:
        return Client().post(OWNER, given | {"code": "AAAA-BBBB-CCCC"})

    answers = [wrong() for _ in range(6)]
    assert {answer.status_code for answer in answers} == {200}
    assert answers[5].answer_after == 0.25
    assert answers[0].context["form"].errors["code"]
    for _ in range(24):
        attempts.note_failure(OWNER_CODE, "127.0.0.1")
    refused = wrong()
    assert refused.status_code == 429
    assert 1 <= int(refused["Retry-After"]) <= 30
    assert Client().post(OWNER, given | {"code": code}).status_code == 302


def test_a_bad_name_or_password_keeps_the_code() -> None:
    code = actions.make_owner_code(clock.now())
    for bad in ({"name": "123", "password": cast.PASSWORD}, {"name": "Olga", "password": "x"}):
        answer = Client().post(OWNER, {"code": code, **bad})
        assert answer.status_code == 200
        assert answer.context["form"].errors
    assert OwnerCode.objects.exists()


def test_a_school_behind_one_address_can_sign_up_together() -> None:
    answers = [sign_up(Client(), username=f"Pupil {number}", password1="x") for number in range(25)]
    assert {answer.status_code for answer in answers} == {200}
