"""Thousands of wrong tries lock nobody out, and how long an answer takes tells nothing. benchmarks/signin.py has the
whole numbers, over a real house."""

from __future__ import annotations

import statistics
import time
from collections import defaultdict
from unittest import mock

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.test import Client

from enchanted.accounts.models import User
from tests import cast

pytestmark = pytest.mark.django_db

SIGN_IN = "/accounts/login/"
LOGINS = ("Ada", "nobody", "ada@example.org", "nobody@example.org", "+44 20 7946 0000", "+44 20 7946 9999")


WRONG = "a word that is not it"


def attempt(login: str, password: str = WRONG, address: str = "192.0.2.1") -> int:
    answer = Client().post(SIGN_IN, {"login": login, "password": password}, REMOTE_ADDR=address)
    return 0 if answer.status_code == 302 else answer.status_code


def ada() -> None:
    user = cast.account("Ada", mailbox="ada@example.org")
    User.objects.filter(pk=user.pk).update(telephone="+442079460000")


@pytest.mark.parametrize("login", LOGINS)
def test_every_try_costs_one_hash_known_or_not(login: str) -> None:
    ada()
    with (
        mock.patch.object(Argon2PasswordHasher, "encode", return_value="argon2$x") as encode,
        mock.patch.object(Argon2PasswordHasher, "verify", return_value=False) as verify,
    ):
        assert attempt(login) == 200
    assert encode.call_count + verify.call_count == 1


def test_the_time_of_an_answer_does_not_tell_whether_a_name_exists() -> None:
    """With cheap hashes, so that anything else that differs would stand out. Tries take turns, and the quickest of each
    are compared: what else the machine does only ever adds."""
    ada()
    took: dict[str, list[float]] = defaultdict(list)
    for _ in range(60):
        for login in LOGINS:
            cache.clear()
            began = time.perf_counter()
            attempt(login)
            took[login].append(time.perf_counter() - began)
    quickest = {login: statistics.median(sorted(times)[:15]) for login, times in took.items()}
    for known, unknown in zip(LOGINS[::2], LOGINS[1::2], strict=True):
        assert 0.75 < quickest[known] / quickest[unknown] < 1.33, quickest


def test_many_wrong_tries_on_one_name_lock_nobody_out() -> None:
    ada()
    answers = {attempt("Ada") for _ in range(120)}
    assert answers == {200, 429}
    assert attempt("Ada", cast.PASSWORD) == 0
    assert attempt("ada@example.org", cast.PASSWORD) == 0
    assert attempt("Ada", cast.PASSWORD, "198.51.100.7") == 0


def test_many_wrong_tries_over_many_names_lock_nobody_out() -> None:
    ada()
    assert {attempt(f"Somebody {number}") for number in range(120)} == {200}
    assert attempt("Ada", cast.PASSWORD) == 0
