"""Wrong passwords wait; the right one never does."""

from __future__ import annotations

from typing import Any
from unittest import mock

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client

from enchanted.core import attempts
from tests import cast

pytestmark = pytest.mark.django_db

SIGN_IN = "/accounts/login/"


def attempt(name: str, password: str, address: str = "192.0.2.1", client: Client | None = None) -> Any:
    return (client or Client()).post(SIGN_IN, {"login": name, "password": password}, REMOTE_ADDR=address)


def test_failing_answers_are_delayed_then_refused_and_the_right_password_is_let_in_at_once() -> None:
    cast.account("Ada")
    answers = [attempt("Ada", "wrong") for _ in range(40)]
    assert [a.status_code for a in answers] == [200] * 30 + [429] * 10
    assert [getattr(a, "answer_after", 0) for a in answers[:9]] == [0, 0, 0, 0, 0, 0.25, 0.5, 1, 2]
    assert all(a.answer_after == 2 for a in answers[8:])
    assert [int(a["Retry-After"]) for a in answers[30:]] == list(range(1, 11))
    assert "Too many wrong tries" in answers[-1].content.decode()
    assert b"<form" in answers[-1].content
    right = attempt("Ada", cast.PASSWORD)
    assert right.status_code == 302
    assert not getattr(right, "answer_after", 0)
    assert attempt("Ada", "wrong").status_code == 200, "the counter was not cleared"


def test_retry_after_is_never_above_half_a_minute() -> None:
    for _ in range(200):
        attempts.note_failure("Ada", "192.0.2.1")
    assert attempt("Ada", "wrong")["Retry-After"] == "30"


def test_others_are_not_slowed() -> None:
    cast.account("Ada")
    for _ in range(40):
        attempts.note_failure("Ada", "192.0.2.1")
    assert attempt("Ada", "wrong", "192.0.2.2").answer_after == 0
    assert attempt("Bob", "wrong").answer_after == 0
    assert attempt("ＡＤＡ", "wrong").status_code == 429, "another spelling is the same name"


def test_a_name_nobody_has_costs_one_hash_like_any_other() -> None:
    cast.account("Ada", mailbox="ada@example.org")
    for login in ("Ada", "ada@example.org", "nobody", "nobody@example.org"):
        with (
            mock.patch.object(Argon2PasswordHasher, "encode", return_value="argon2$x") as encode,
            mock.patch.object(Argon2PasswordHasher, "verify", return_value=False) as verify,
        ):
            assert attempt(login, "wrong").status_code == 200
        assert encode.call_count + verify.call_count == 1, login


def test_a_count_ends_with_its_window() -> None:
    attempts.note_failure("Ada", "a")
    with mock.patch("django.core.cache.backends.locmem.time.time", return_value=10**11):
        assert attempts.failures("Ada", "a") == 0


def test_a_wrong_old_password_is_counted_too() -> None:
    vera = cast.viewer()
    given = {"oldpassword": "wrong", "password1": "another long one", "password2": "another long one"}
    for _ in range(6):
        answer: Any = vera.client.post("/accounts/password/change/", given, REMOTE_ADDR="192.0.2.1")
    assert answer.answer_after == 0.25
    answer = vera.client.post("/accounts/password/change/", given | {"oldpassword": cast.PASSWORD})
    assert answer.status_code == 302
    assert vera.user
    vera.user.refresh_from_db()
    assert vera.user.check_password("another long one")
