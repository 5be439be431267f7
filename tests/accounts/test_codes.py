"""Sign-in by a code: one browser shows it, a signed-in person confirms it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.core.cache import cache
from django.test import Client

from enchanted.accounts import actions, queries
from enchanted.accounts.models import SignInCode
from enchanted.core import clock
from enchanted.core.actor import GUEST
from enchanted.core.errors import NotAllowed, NotFound, TooMany
from tests import cast

pytestmark = pytest.mark.django_db

SHOW, CONFIRM = "/accounts/code/", "/accounts/code/confirm/"
TELEVISION = "Mozilla/5.0 (SMART-TV; Linux; Tizen 5.0) AppleWebKit/538.1 (KHTML, like Gecko) Version/5.0 Safari/538.1"


def shown(client: Client) -> str:
    page = client.get(SHOW).content.decode()
    (code,) = re.findall(r'class="shown-code"[^>]*>([0-9A-Z-]+)<', page)
    assert "<svg" in page
    return str(code)


def television() -> Client:
    return Client(HTTP_USER_AGENT=TELEVISION, REMOTE_ADDR="192.0.2.50")


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_asking_device_is_shown_then_let_in_once_it_is_confirmed() -> None:
    tv, vera = television(), cast.viewer()
    code = shown(tv)
    assert re.fullmatch(r"[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}", code)
    assert tv.post(SHOW)["Location"] == SHOW
    assert not is_in(tv), "nobody has said yes"
    asked = vera.client.get(CONFIRM, {"code": code.lower().replace("-", " ")}).content.decode()
    assert "Safari, Tizen" in asked
    assert "192.0.2.50" in asked
    assert not is_in(tv), "looking is not saying yes"
    assert vera.client.post(CONFIRM, {"code": code, "answer": "yes"}).status_code == 302
    other = television()
    other.get(SHOW)
    other.post(SHOW)
    assert not is_in(other), "the code lets in the browser that showed it, no other"
    assert tv.post(SHOW)["Location"] == "/"
    assert tv.session["_auth_user_id"] == str(vera.user and vera.user.pk)
    assert tv.get("/accounts/devices/").status_code == 200
    assert not SignInCode.objects.filter(confirmed_by__isnull=False).exists()


def test_a_refused_code_lets_nobody_in_and_cannot_be_answered_again() -> None:
    tv, vera = television(), cast.viewer()
    code = shown(tv)
    vera.client.post(CONFIRM, {"code": code, "answer": "no"})
    tv.post(SHOW)
    assert not is_in(tv)
    answer: Any = vera.client.post(CONFIRM, {"code": code, "answer": "yes"})
    assert answer.context["form"].errors["code"]
    tv.post(SHOW)
    assert not is_in(tv)


def test_a_code_ends_after_ten_minutes_confirmed_or_not() -> None:
    tv, late, vera = television(), television(), cast.viewer()
    code, other = shown(tv), shown(late)
    vera.client.post(CONFIRM, {"code": code, "answer": "yes"})
    with mock.patch.object(clock, "now", return_value=clock.now() + timedelta(minutes=10)):
        assert vera.client.post(CONFIRM, {"code": other, "answer": "yes"}).status_code == 200
        tv.post(SHOW)
        late.post(SHOW)
    assert not is_in(tv)
    assert not is_in(late)


def test_a_new_code_ends_the_browsers_earlier_one() -> None:
    tv, vera = television(), cast.viewer()
    first, second = shown(tv), shown(tv)
    assert vera.client.post(CONFIRM, {"code": first, "answer": "yes"}).status_code == 200
    assert vera.client.post(CONFIRM, {"code": second, "answer": "yes"}).status_code == 302
    tv.post(SHOW)
    assert is_in(tv)


def test_codes_are_kept_as_hashes() -> None:
    code = shown(television())
    kept = str(vars(SignInCode.objects.get()))
    assert code not in kept
    assert code.replace("-", "") not in kept


def test_wrong_codes_are_bounded_for_the_one_who_tries_them() -> None:
    tv, vera, other = television(), cast.viewer(), cast.stranger()
    code = shown(tv)
    for _ in range(10):
        assert vera.client.post(CONFIRM, {"code": "AAAA-AAAA"}).status_code == 200
    refused = vera.client.post(CONFIRM, {"code": code, "answer": "yes"})
    assert refused.status_code == 429
    assert refused["Retry-After"]
    assert other.client.get(CONFIRM, {"code": code}).status_code == 200
    cache.clear()
    assert vera.client.post(CONFIRM, {"code": code, "answer": "yes"}).status_code == 302


def test_nobody_fills_the_house_with_codes() -> None:
    client = television()
    answers = [client.get(SHOW).status_code for _ in range(62)]
    assert (answers[0], answers[59], answers[60]) == (200, 200, 429)
    assert SignInCode.objects.count() == 1


def test_a_locked_account_is_not_let_in() -> None:
    tv, vera = television(), cast.viewer()
    vera.client.post(CONFIRM, {"code": shown(tv), "answer": "yes"})
    assert vera.user
    actions.lock_accounts(actor=cast.owner().actor, user_ids=[vera.user.pk], at=clock.now())
    tv.post(SHOW)
    assert not is_in(tv)


def test_who_and_how() -> None:
    vera = cast.viewer()
    assert vera.client.get(SHOW)["Location"] == CONFIRM
    assert Client().get(CONFIRM)["Location"].startswith("/accounts/login/")
    assert Client().post(CONFIRM, {"code": "x"})["Location"].startswith("/accounts/login/")
    assert Client().put(SHOW).status_code == 405
    assert vera.client.put(CONFIRM).status_code == 405
    assert Client().post(SHOW)["Location"] == SHOW
    assert vera.client.get(CONFIRM).status_code == 200
    with pytest.raises(NotAllowed):
        actions.answer_code(actor=GUEST, code="AAAA", yes=True, at=clock.now())
    with pytest.raises(NotFound):
        actions.answer_code(actor=vera.actor, code="AAAA", yes=True, at=clock.now())
    with pytest.raises(TooMany):
        for _ in range(20):
            with pytest.raises(NotFound):
                actions.find_code(actor=vera.actor, code="AAAA", at=clock.now())
    assert queries.code_answer("", clock.now()) == ""
