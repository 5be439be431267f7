"""The shell: both themes, every width, without scripts, without a line, in two languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import DESK, PHONE, film_id, sign_in
from tests.films import make_film
from tests.houses import House, wait_until

pytestmark = pytest.mark.browser

PLACES = ["/", "/movies/", "/movies/{film}/", "/accounts/login/", "/accounts/signup/", "/nothing-here/"]
BACKGROUND = "getComputedStyle(document.documentElement).getPropertyValue('color-scheme')"


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_no_page_scrolls_sideways(page: Page, house: House, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    for place in PLACES:
        page.goto(place.format(film=film_id(house, "First Light")))
        assert page.evaluate("document.documentElement.scrollWidth") <= width, place


def test_the_theme_follows_the_system_and_a_choice_outlives_a_reload(page: Page) -> None:
    page.goto("/")
    colours = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        colours.append(page.evaluate("getComputedStyle(document.body).color"))
    assert colours[0] != colours[1]
    sign_in(page)
    page.goto("/me/")
    page.locator("theme-switch button[value=light]").first.click()
    assert page.evaluate("getComputedStyle(document.body).color") == colours[0]
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).color") == colours[0]
    assert page.locator("html").get_attribute("data-theme") == "light"


def test_people_join_and_leave_without_scripts(chromium: Browser, house: House) -> None:
    context = chromium.new_context(base_url=house.url, java_script_enabled=False, viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto("/accounts/signup/")
    page.fill("input[name=username]", "Vera")
    page.fill("input[name=password1]", "a long enough word")
    page.get_by_role("button", name="Sign up").click()
    page.goto("/me/")
    expect(page.get_by_role("heading", name="Vera")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    page.goto("/movies/?q=snow")
    expect(page.locator("a.card")).to_have_count(1)
    page.locator("a.card").click()
    expect(page.locator("h1")).to_have_text("Second Snow")
    context.close()


def test_chinese_is_one_tap_away(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="简体中文").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
    expect(page.get_by_role("navigation").first).to_contain_text("首页")
    page.get_by_role("button", name="English").first.click()
    expect(page.get_by_role("navigation").first).to_contain_text("Home")


def test_without_a_line_the_house_says_so(context: BrowserContext, house: House) -> None:
    page = context.new_page()
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    wait_until(lambda: page.evaluate("!!navigator.serviceWorker.controller"), 10)
    context.set_offline(True)
    page.goto("/movies/", wait_until="commit")
    expect(page.locator("h1")).to_contain_text("out of reach")
    context.set_offline(False)


def test_the_house_can_be_installed(page: Page) -> None:
    page.goto("/")
    manifest = page.request.get(page.locator("link[rel=manifest]").get_attribute("href") or "").json()
    assert manifest["display"] == "standalone"
    for icon in manifest["icons"]:
        assert page.request.get(icon["src"]).ok


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_a_new_film_appears_on_the_open_page(page: Page, house: House, tmp_path: Path, size: dict[str, int]) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    title = f"Arrival at {size['width']}"
    picture = f"color=0x{size['width']:06x}:s=320x180:r=24"  # the house knows a film it has by its bytes
    film = make_film(tmp_path / f"{title} (2024).mp4", picture=picture, seconds=1)
    page.goto("/")
    page.wait_for_timeout(500)
    house.command("import", film)
    expect(page.locator("a.card", has_text=title).first).to_be_attached(timeout=20_000)


def test_every_control_has_a_name_and_focus_shows(page: Page, house: House) -> None:
    for place in PLACES:
        page.goto(place.format(film=film_id(house, "First Light")))
        nameless = page.evaluate(
            """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden])')]
                .filter(one => one.checkVisibility() && !(one.textContent.trim() || one.ariaLabel || one.title
                    || one.labels?.length || one.querySelector('img[alt]:not([alt=""])')))
                .map(one => one.outerHTML)"""
        )
        assert nameless == [], place
    page.goto("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
