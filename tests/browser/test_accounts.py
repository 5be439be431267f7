"""Passkeys, codes and devices in a real browser, with Chromium's own virtual authenticator."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal import auth as totp
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import DESK
from tests.houses import House, open_house

pytestmark = pytest.mark.browser

PASSWORD = "a long enough word"


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """An open house without films: nothing here needs any."""
    with open_house(tmp_path_factory.mktemp("accounts") / "home") as house:
        yield house


@pytest.fixture
def contexts(chromium: Browser, rooms: House) -> Iterator[Any]:
    """Opens browsers of their own; a script error in any of them fails the test."""
    opened: list[BrowserContext] = []
    faults: list[str] = []

    def fresh(**more: Any) -> BrowserContext:
        context = chromium.new_context(base_url=rooms.url, viewport=DESK, locale="en-GB", **more)  # type: ignore[arg-type]
        context.set_default_timeout(15_000)
        context.on("weberror", lambda fault: faults.append(str(fault.error)))
        opened.append(context)
        return context

    yield fresh
    for context in opened:
        context.close()
    assert faults == []


def at_home(page: Page) -> None:
    page.wait_for_url(lambda url: urlsplit(url).path == "/")


def join(page: Page, name: str) -> None:
    page.goto("/accounts/signup/")
    page.fill("input[name=username]", name)
    page.fill("input[name=password1]", PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    at_home(page)


def give_password(page: Page, name: str) -> None:
    page.goto("/accounts/login/")
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def again(page: Page) -> None:
    """Where the house asks whether it is really them."""
    if "/reauthenticate/" in page.url:
        page.fill("input[name=password]", PASSWORD)
        page.get_by_role("button", name="Go on").click()


def leave(page: Page) -> None:
    page.goto("/me/")
    page.get_by_role("button", name="Sign out").click()
    at_home(page)


def give_authenticator(page: Page) -> Any:
    """A device with a fingerprint reader, and somebody's finger on it."""
    line = page.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
               "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    made = line.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return line, made["authenticatorId"]


def is_in(page: Page, name: str) -> None:
    page.goto("/me/")
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def code_now(secret: str) -> str:
    return str(totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30)))


def test_a_passkey_is_added_and_signs_in_alone(contexts: Any) -> None:
    page = contexts().new_page()
    line, device = give_authenticator(page)
    join(page, "Petra")
    page.goto("/accounts/security/")
    page.get_by_role("link", name="New passkey").click()
    again(page)
    page.fill("input[name=name]", "Petra's laptop")
    page.get_by_role("button", name="Make a passkey").click()
    page.wait_for_url("**/recovery-codes/")
    page.get_by_role("link", name="Done").click()
    expect(page.get_by_text("Petra's laptop")).to_be_visible()
    assert len(line.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]) == 1
    leave(page)
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    at_home(page)
    is_in(page, "Petra")


def test_a_passkey_is_the_second_step_after_the_password_and_can_be_removed(contexts: Any) -> None:
    page = contexts().new_page()
    give_authenticator(page)
    join(page, "Paul")
    page.goto("/accounts/2fa/webauthn/add/")
    again(page)
    page.get_by_role("checkbox").uncheck()
    page.get_by_role("button", name="Make a passkey").click()
    page.wait_for_url("**/recovery-codes/")
    leave(page)
    give_password(page, "Paul")
    page.wait_for_url("**/2fa/authenticate/")
    page.goto("/me/")
    expect(page.get_by_role("heading", name="Paul")).to_have_count(0)
    page.context.clear_cookies()
    give_password(page, "Paul")
    page.get_by_role("button", name="Use a passkey").click()
    at_home(page)
    is_in(page, "Paul")
    page.goto("/accounts/security/")
    page.get_by_role("link", name=re.compile("^Remove ")).click()
    again(page)
    page.get_by_role("button", name="Remove").click()
    page.wait_for_url("**/accounts/security/")
    leave(page)
    give_password(page, "Paul")
    at_home(page)
    is_in(page, "Paul")


def test_a_browser_without_a_passkey_is_told_so(contexts: Any) -> None:
    page = contexts().new_page()
    line, _device = give_authenticator(page)
    line.send("WebAuthn.setUserVerified", {"authenticatorId": _device, "isUserVerified": False})
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("The browser gave no passkey")).to_be_visible()
    expect(page).to_have_url(re.compile("/accounts/login/"))


def test_an_apps_codes_guard_the_door_and_a_recovery_code_opens_it_once(contexts: Any) -> None:
    page = contexts().new_page()
    join(page, "Tove")
    page.goto("/accounts/security/")
    page.get_by_role("link", name="Codes from an app").click()
    again(page)
    secret = page.locator(".secret-letters code").inner_text()
    page.fill("input[name=code]", "000000")
    page.get_by_role("button", name="Switch on").click()
    expect(page.get_by_text("This code is not right")).to_be_visible()
    assert page.locator(".secret-letters code").inner_text() == secret
    page.fill("input[name=code]", code_now(secret))
    page.get_by_role("button", name="Switch on").click()
    page.wait_for_url("**/recovery-codes/")
    codes = page.locator(".code-list code").all_inner_texts()
    assert len(codes) == 10
    for code, lets_in in ((codes[3], True), (codes[3], False), (codes[7], True)):
        page.context.clear_cookies()
        give_password(page, "Tove")
        page.wait_for_url("**/2fa/authenticate/")
        page.fill("input[name=code]", code)
        page.get_by_role("button", name="Sign in", exact=True).click()
        if lets_in:
            at_home(page)
            is_in(page, "Tove")
        else:
            expect(page.get_by_text("This code is not right")).to_be_visible()
    page.goto("/accounts/security/")
    expect(page.get_by_text("8 left")).to_be_visible()


def test_a_television_comes_in_by_itself_when_its_code_is_confirmed(contexts: Any) -> None:
    phone, television, other = contexts().new_page(), contexts().new_page(), contexts().new_page()
    join(phone, "Cora")
    asked: list[str] = []
    for screen, answer in ((other, "No"), (television, "Yes, let it in")):
        screen.goto("/accounts/code/")
        code = screen.locator(".shown-code").inner_text()
        screen.on("request", lambda request: asked.append(request.url))
        phone.goto("/accounts/code/confirm/")
        phone.fill("input[name=code]", code.lower())
        phone.get_by_role("button", name="Go on").click()
        expect(phone.get_by_text("Chrome, Linux")).to_be_visible()
        assert [url for url in asked if "/ws/" not in url] == [], "nothing is asked while it waits"
        phone.get_by_role("button", name=answer).click()
        if answer == "No":
            expect(screen.get_by_text("The other device said no")).to_be_visible()
    at_home(television)
    is_in(television, "Cora")
    phone.goto("/accounts/devices/")
    expect(phone.get_by_role("button", name=re.compile("^Sign out Chrome"))).to_have_count(1)


def test_what_the_picture_says_opens_the_same_page(contexts: Any) -> None:
    phone, television = contexts().new_page(), contexts().new_page()
    join(phone, "Dora")
    television.goto("/accounts/code/")
    phone.goto(f"/accounts/code/confirm/?code={television.locator('.shown-code').inner_text()}")
    phone.get_by_role("button", name="Yes, let it in").click()
    at_home(television)
    is_in(television, "Dora")


def test_a_device_is_signed_out_from_another(contexts: Any) -> None:
    here, there = contexts().new_page(), contexts().new_page()
    join(here, "Dina")
    give_password(there, "Dina")
    at_home(there)
    here.goto("/accounts/devices/")
    here.get_by_role("button", name=re.compile("^Sign out Chrome")).click()
    expect(here.get_by_text("The device is signed out")).to_be_visible()
    there.goto("/me/")
    expect(there).to_have_url(re.compile("/accounts/login/"))
