"""Notices come and go on open pages, and stay away once a person put them away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import DESK, PHONE, film_id, sign_in
from tests.houses import House

pytestmark = pytest.mark.browser

OFFICE = "/admin/notices/notice/"
SOON = 15_000


@pytest.fixture
def office(context: BrowserContext, house: House) -> Iterator[Page]:
    """An owner's page in the back office; what it published is withdrawn at the end."""
    page = context.new_page()
    sign_in(page)
    yield page
    withdraw_all(page)


def publish(office: Page, title: str, text: str = "", until: datetime | None = None) -> None:
    office.goto(f"{OFFICE}add/")
    office.fill("input[name=title]", title)
    office.fill("textarea[name=text]", text)
    if until:
        office.fill("input[name=ends_at_0]", f"{until:%Y-%m-%d}")
        office.fill("input[name=ends_at_1]", f"{until:%H:%M:%S}")
    office.locator("button[name=_save], input[name=_save]").first.click()
    office.wait_for_url(f"**{OFFICE}")


def withdraw_all(office: Page) -> None:
    office.goto(OFFICE)
    if not office.locator("#action-toggle").count():
        return
    office.locator("#action-toggle").check()
    office.locator("select[name=action]").first.select_option("withdraw")
    office.locator("button[name=index]").first.click()
    expect(office.get_by_text("withdrawn.").first).to_be_visible()


@pytest.fixture
def guest(chromium: Browser, house: House) -> Iterator[Page]:
    context = chromium.new_context(base_url=house.url, viewport=PHONE, locale="en-GB")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto("/movies/")
    yield page
    context.close()


def test_a_notice_appears_changes_and_disappears_on_an_open_page(office: Page, guest: Page) -> None:
    slip = guest.locator("notice-bar .slip")
    expect(slip).to_have_count(0)
    publish(office, "The hall is closed today", "See https://example.org/why")
    expect(slip).to_contain_text("The hall is closed today", timeout=SOON)
    expect(slip.locator("a[href='https://example.org/why']")).to_be_visible()
    expect(guest.locator("[data-notice-count]")).to_have_text("1")
    office.locator("#result_list").get_by_role("link", name="The hall is closed today").click()
    office.fill("input[name=title]", "The hall opens at eight")
    office.locator("button[name=_save], input[name=_save]").first.click()
    expect(slip).to_contain_text("opens at eight", timeout=SOON)
    withdraw_all(office)
    expect(slip).to_have_count(0, timeout=SOON)
    expect(guest.locator("[data-notice-count]")).to_be_hidden()


def test_a_guest_puts_a_notice_away_in_their_own_browser(office: Page, guest: Page) -> None:
    publish(office, "Older")
    publish(office, "Newer")
    slip = guest.locator("notice-bar .slip:visible")
    expect(slip).to_contain_text("Newer", timeout=SOON)
    slip.get_by_role("button", name="Close").click()
    expect(slip).to_contain_text("Older")
    guest.reload()
    expect(slip).to_contain_text("Older")
    expect(guest.locator("[data-notice-count]")).to_have_text("1")
    guest.locator("a.bell").click()
    expect(guest.locator("main .tiding")).to_have_count(2)
    expect(guest.locator("[data-notice-count]")).to_be_hidden()
    guest.goto("/")
    expect(slip).to_have_count(0)


def test_what_a_person_has_read_is_read_on_all_their_pages(office: Page, context: BrowserContext) -> None:
    pages = [context.new_page() for _number in range(2)]
    for page in pages:
        page.goto("/")
    publish(office, "For all")
    for page in pages:
        expect(page.locator("notice-bar .slip")).to_contain_text("For all", timeout=SOON)
    pages[0].locator("notice-bar").get_by_role("button", name="Close").click()
    expect(pages[1].locator("notice-bar .slip")).to_have_count(0, timeout=SOON)
    expect(pages[1].locator("[data-notice-count]")).to_be_hidden()


def test_an_open_page_lets_go_of_what_is_over(office: Page, guest: Page) -> None:
    """The job looks once a minute."""
    publish(office, "Nearly over", until=datetime.now(UTC) + timedelta(seconds=8))
    slip = guest.locator("notice-bar .slip")
    expect(slip).to_contain_text("Nearly over", timeout=SOON)
    expect(slip).to_have_count(0, timeout=80_000)


@pytest.mark.parametrize("size", [PHONE, DESK, {"width": 320, "height": 700}])
def test_no_slip_hides_the_page_or_makes_it_scroll_sideways(
    office: Page, guest: Page, house: House, size: dict[str, int]
) -> None:
    guest.set_viewport_size(size)  # type: ignore[arg-type]
    publish(office, "W" * 60 + " a long day", "So many words that nobody reads them all. " * 30)
    for place in ("/", f"/movies/{film_id(house, 'First Light')}/", "/movies/", "/accounts/login/", "/notices/"):
        guest.goto(place)
        if place != "/notices/":
            expect(guest.locator("notice-bar .slip")).to_be_visible()
        assert guest.evaluate("document.documentElement.scrollWidth") <= size["width"], place
        slip, heading = (guest.locator(what).first.bounding_box() for what in ("notice-bar", "main h1"))
        if slip and heading:
            assert slip["y"] + slip["height"] <= heading["y"], place
