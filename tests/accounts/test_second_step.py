"""The second step and the pages around it, without a browser: who is refused, and what stays bounded."""

from __future__ import annotations

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client

from tests import cast

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SIGN_IN, SECOND = "/accounts/login/", "/accounts/2fa/authenticate/"
OWN = [
    "/accounts/security/", "/accounts/2fa/totp/activate/", "/accounts/2fa/totp/deactivate/",
    "/accounts/2fa/recovery-codes/", "/accounts/2fa/recovery-codes/generate/", "/accounts/2fa/recovery-codes/download/",
    "/accounts/2fa/webauthn/add/", "/accounts/2fa/webauthn/keys/1/edit/", "/accounts/2fa/webauthn/keys/1/remove/",
    "/accounts/reauthenticate/", "/accounts/2fa/reauthenticate/", "/accounts/2fa/webauthn/reauthenticate/",
    "/accounts/password/change/", "/accounts/email/",
]  # fmt: skip


def with_app(name: str = "Tove") -> Any:
    user = cast.account(name)
    TOTP = totp.TOTP
    TOTP.activate(user, SECRET)
    return user, RecoveryCodes.activate(user)


def code_now() -> str:
    return str(totp.format_hotp_value(totp.hotp_value(SECRET, int(time.time()) // 30)))


def at_second_step(name: str = "Tove") -> Client:
    client = Client()
    answer = client.post(SIGN_IN, {"login": name, "password": cast.PASSWORD})
    assert answer["Location"] == SECOND
    assert "_auth_user_id" not in client.session
    return client


def confirmed(person: cast.Person) -> Client:
    """The person's browser, just asked for the password again."""
    answer = person.client.post("/accounts/reauthenticate/", {"password": cast.PASSWORD})
    assert answer.status_code == 302
    return person.client


@pytest.mark.parametrize("path", OWN)
def test_strangers_are_sent_to_the_door(path: str) -> None:
    for answer in (Client().get(path), Client().post(path)):
        assert answer.status_code == 302, path
        assert answer["Location"].startswith(SIGN_IN)


@pytest.mark.parametrize("path", [*OWN[:1], "/accounts/2fa/recovery-codes/", "/accounts/2fa/recovery-codes/download/"])
def test_the_wrong_method_is_refused(path: str) -> None:
    person = cast.viewer()
    assert person.user
    totp.TOTP.activate(person.user, SECRET)
    RecoveryCodes.activate(person.user)
    assert confirmed(person).post(path).status_code == 405


def test_a_missing_or_anothers_key_is_not_there() -> None:
    person, other = cast.viewer(), cast.stranger()
    key = Authenticator.objects.create(user=other.user, type="webauthn", data={"name": "x", "credential": {}})
    client = confirmed(person)
    for number in (key.pk, key.pk + 1):
        for verb in ("edit", "remove"):
            assert client.get(f"/accounts/2fa/webauthn/keys/{number}/{verb}/").status_code == 404
            assert client.post(f"/accounts/2fa/webauthn/keys/{number}/{verb}/").status_code == 404
    assert client.get("/accounts/2fa/recovery-codes/").status_code == 404
    assert client.get("/accounts/2fa/totp/deactivate/").status_code == 404


@pytest.mark.parametrize("path", ["/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/"])
def test_whoever_finds_an_open_browser_is_asked_for_the_password_first(path: str) -> None:
    person = cast.viewer()
    answer = person.client.get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert confirmed(person).get(path).status_code == 200


def test_every_page_of_the_second_step_is_drawn() -> None:
    person = cast.viewer()
    assert person.user
    client = confirmed(person)
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    assert "data:image/svg+xml" in page
    totp.TOTP.activate(person.user, SECRET)
    RecoveryCodes.activate(person.user)
    for path in OWN[:1] + OWN[2:7] + OWN[9:11]:
        answer = client.get(path)
        assert answer.status_code == 200, path
    assert client.get("/accounts/2fa/").status_code == 302
    assert b"10 left" in client.get("/accounts/security/").content


def test_the_password_alone_is_not_enough_and_a_code_is() -> None:
    with_app()
    client = at_second_step()
    assert client.get("/accounts/security/").status_code == 302
    client = at_second_step()
    assert client.post(SECOND, {"code": code_now()}).status_code == 302
    assert "_auth_user_id" in client.session


def test_guessing_codes_is_bounded_and_never_slows_the_password_or_anyone_else() -> None:
    """Whoever guesses codes has the password already, so this bound may hold for the account whatever the address."""
    _user, codes = with_app()
    with_app("Other")
    client = at_second_step()
    for _ in range(10):
        assert client.post(SECOND, {"code": "000000"}).status_code == 200
    refused = client.post(SECOND, {"code": code_now()}, REMOTE_ADDR="192.0.2.77")
    assert "_auth_user_id" not in client.session
    assert refused.status_code == 200
    other = at_second_step("Other")
    assert other.post(SECOND, {"code": code_now()}).status_code == 302
    cache.clear()  # five minutes later
    client = at_second_step()
    assert client.post(SECOND, {"code": codes.get_unused_codes()[0]}).status_code == 302
    assert "_auth_user_id" in client.session


def test_a_recovery_code_is_used_up() -> None:
    _user, codes = with_app()
    code = codes.get_unused_codes()[0]
    for lets_in in (True, False):
        client = at_second_step()
        client.post(SECOND, {"code": code})
        assert ("_auth_user_id" in client.session) is lets_in


def test_nonsense_instead_of_a_passkey_is_refused() -> None:
    for nonsense in ("", "{}", "null", "[]", '{"id": 1}', "x" * 2000):
        client = Client()
        client.get("/accounts/2fa/webauthn/login/", HTTP_ACCEPT="application/json")
        answer = client.post("/accounts/2fa/webauthn/login/", {"credential": nonsense})
        assert answer.status_code == 302
        assert answer["Location"] == SIGN_IN
        assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("nonsense", ["", "{}", "null", "[]", '{"id": 1}', '{"id": "a", "rawId": "a", "response": 5}'])
def test_nonsense_instead_of_a_new_passkey_is_refused(nonsense: str) -> None:
    client = confirmed(cast.viewer())
    client.get("/accounts/2fa/webauthn/add/")
    assert client.post("/accounts/2fa/webauthn/add/", {"name": "x", "credential": nonsense}).status_code == 200
    assert not Authenticator.objects.exists()
    with_app()
    client = at_second_step()
    assert client.post(SECOND, {"credential": nonsense}).status_code == 200
    assert "_auth_user_id" not in client.session
