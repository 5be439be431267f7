"""App passwords: for programs alone, each by itself."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client

from enchanted.accounts import actions, queries
from enchanted.accounts.models import AppPassword
from enchanted.core import attempts, clock
from enchanted.core.actor import GUEST
from enchanted.core.errors import Conflict, Invalid, NotAllowed, NotFound, TooMany
from tests import cast
from tests.accounts.test_second_step import confirmed

pytestmark = pytest.mark.django_db

PAGE = "/accounts/app-passwords/"


def made(person: cast.Person, name: str = "Player") -> tuple[AppPassword, str]:
    return actions.create_app_password(actor=person.actor, name=name, at=clock.now())


def test_the_secret_is_shown_once_and_only_its_hash_is_kept() -> None:
    person = cast.viewer()
    client = confirmed(person)
    page = client.post(PAGE, {"name": "  My   player "}).content.decode()
    (secret,) = re.findall(r"<code[^>]*>([0-9a-z-]{29})</code>", page)
    kept = AppPassword.objects.get()
    assert (kept.name, kept.used_at, kept.user) == ("My player", None, person.user)
    assert secret.replace("-", "") not in str(vars(kept))
    assert secret not in client.get(PAGE).content.decode()
    assert queries.user_by_app_password("Vera", secret) == person.user
    assert queries.user_by_app_password("vera", secret.upper().replace("-", " ")) == person.user


def test_each_opens_one_account_until_it_is_revoked_or_the_account_locked() -> None:
    vera, other = cast.viewer(), cast.stranger()
    (one, secret), (_two, second) = made(vera), made(vera, "Other player")
    assert queries.user_by_app_password("Stran", secret) is None
    assert queries.user_by_app_password("nobody", secret) is None
    assert queries.user_by_app_password("Vera", cast.PASSWORD) is None
    with pytest.raises(NotFound):
        actions.revoke_app_password(actor=other.actor, password_id=one.pk, at=clock.now())
    actions.revoke_app_password(actor=vera.actor, password_id=one.pk, at=clock.now())
    assert queries.user_by_app_password("Vera", secret) is None
    assert queries.user_by_app_password("Vera", second) == vera.user
    assert vera.user
    actions.lock_accounts(actor=cast.owner().actor, user_ids=[vera.user.pk], at=clock.now())
    assert queries.user_by_app_password("Vera", second) is None


def test_it_never_opens_the_pages() -> None:
    vera = cast.viewer()
    _kept, secret = made(vera)
    client = Client()
    assert client.post("/accounts/login/", {"login": "Vera", "password": secret}).status_code == 200
    assert "_auth_user_id" not in client.session
    assert vera.client.post("/accounts/reauthenticate/", {"password": secret}).status_code == 200


def test_last_use_is_kept_and_wrong_tries_are_bounded_but_never_lock_out() -> None:
    vera = cast.viewer()
    kept, secret = made(vera)
    now = clock.now()

    def attempt(word: str, at: Any = now, address: str = "192.0.2.1") -> Any:
        return actions.sign_in_program(login="Vera", secret=word, address=address, at=at)

    assert attempt(secret) == vera.user
    attempt(secret, now + timedelta(seconds=30))
    kept.refresh_from_db()
    assert kept.used_at == now
    for count in range(1, 31):
        with pytest.raises(actions.WrongSecret) as wrong:
            attempt("wrong")
        assert wrong.value.failures == count
    with pytest.raises(TooMany) as refused:
        attempt("wrong")
    assert refused.value.retry_after == 1
    with pytest.raises(actions.WrongSecret):
        attempt("wrong", address="192.0.2.2")
    assert attempt(secret, now + timedelta(minutes=2)) == vera.user
    assert attempts.failures("Vera", "192.0.2.1") == 0


def test_known_or_not_a_name_costs_the_same_work(django_assert_num_queries: Any) -> None:
    vera = cast.viewer()
    _kept, secret = made(vera)
    for login, word in (("Vera", secret), ("Vera", "wrong"), ("nobody", secret), ("nobody", "wrong"), ("a@b.c", "x")):
        with django_assert_num_queries(2), mock.patch.object(Argon2PasswordHasher, "verify") as verify:
            queries.user_by_app_password(login, word)
        assert not verify.called


def test_refusals() -> None:
    vera = cast.viewer()
    with pytest.raises(NotAllowed):
        actions.create_app_password(actor=GUEST, name="x", at=clock.now())
    with pytest.raises(Invalid):
        actions.create_app_password(actor=vera.actor, name=" ", at=clock.now())
    for number in range(25):
        made(vera, f"Player {number}")
    with pytest.raises(Conflict):
        made(vera)
    answer: Any = confirmed(vera).post(PAGE, {"name": "one more"})
    assert answer.context["form"].errors["name"]


def test_the_page_asks_again_and_refuses_strangers_methods_and_what_is_not_there() -> None:
    vera, other = cast.viewer(), cast.stranger()
    one, _secret = made(vera)
    assert vera.client.get(PAGE)["Location"].startswith("/accounts/reauthenticate/")
    assert Client().get(PAGE)["Location"].startswith("/accounts/login/")
    assert Client().post(f"{PAGE}{one.pk}/revoke/")["Location"].startswith("/accounts/login/")
    assert vera.client.get(f"{PAGE}{one.pk}/revoke/").status_code == 405
    assert vera.client.put(PAGE).status_code == 405
    assert other.client.post(f"{PAGE}{one.pk}/revoke/").status_code == 404
    assert vera.client.post(f"{PAGE}{one.pk + 5}/revoke/").status_code == 404
    assert b"Player" in confirmed(vera).get(PAGE).content
    assert vera.client.post(f"{PAGE}{one.pk}/revoke/").status_code == 302
    assert b"Player" not in vera.client.get(PAGE).content
