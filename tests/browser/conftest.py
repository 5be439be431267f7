"""A real Chromium before a real house with two short films."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.films import film_folder
from tests.houses import House, open_house

SHARED_VIDEO = Path(__file__).resolve().parents[3] / "shared" / "data" / "video"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required",
]  # fmt: skip
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
OWNER, PASSWORD = "Olga", "a long enough word"


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """An open house with two films of six seconds and an owner; real films, where there are some, are made ready
    while the tests run."""
    folder = tmp_path_factory.mktemp("browser")
    films = film_folder(folder / "films")
    with open_house(folder / "home", ENCODE_WORKERS="3") as house:
        house.command("create-staff", OWNER, "--role", "owner", stdin=PASSWORD + "\n")
        house.command("import", films)
        house.wait_for_films(2)
        if SHARED_VIDEO.exists():
            house.command("import", SHARED_VIDEO)
        yield house


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, "the browser tests need Chromium; bin/setup --dev installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser, house: House) -> Iterator[BrowserContext]:
    """A browser of its own, whose pages may break nothing: a script error fails the test."""
    faults: list[str] = []
    context = chromium.new_context(base_url=house.url, viewport=DESK, locale="en-GB")  # type: ignore[arg-type]
    context.set_default_timeout(15_000)
    context.on("weberror", lambda fault: faults.append(str(fault.error)))
    yield context
    context.close()
    assert faults == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def sign_in(page: Page, name: str = OWNER, password: str = PASSWORD) -> None:
    page.goto("/accounts/login/")
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/")


def film_id(house: House, title: str) -> Any:
    return house.get(f"/api/movies/?q={title}")["items"][0]["id"]
