"""Uploads by hand, in the back office."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import cast
from tests.browser.conftest import PHONE, sign_in
from tests.films import make_film
from tests.houses import House

pytestmark = pytest.mark.browser
OFFICE = "/admin/media/upload/"
FILES = "upload-box input[type=file]"


@pytest.fixture
def office(page: Page) -> Page:
    """The owner before the page of uploads."""
    sign_in(page)
    page.goto(OFFICE)
    return page


def slowly(page: Page, bytes_a_second: int) -> None:
    line = page.context.new_cdp_session(page)
    line.send("Network.emulateNetworkConditions", {
        "offline": False, "latency": 5, "downloadThroughput": 50_000_000, "uploadThroughput": bytes_a_second,
    })  # fmt: skip


def test_a_film_is_sent_corrected_and_made_ready(office: Page, house: House, tmp_path: Path) -> None:
    film = make_film(tmp_path / "Sent.By.Hand.2019.1080p.mp4", seconds=4)
    office.set_input_files(FILES, film)
    card = office.locator(".upload-wait").filter(has_text=film.name)
    expect(card.get_by_role("textbox", name="Title")).to_have_value("Sent By Hand")
    expect(card.get_by_role("textbox", name="Year")).to_have_value("2019")
    card.get_by_role("textbox", name="Title").fill("Sent by Hand, Truly")
    card.get_by_label("Search films").press_sequentially("second")
    expect(card.get_by_label("Second Snow (2023)")).to_be_visible()
    expect(card.get_by_label("A new film of this title")).to_be_checked()
    card.get_by_role("button", name="Take it in").click()
    expect(office.get_by_role("status").filter(has_text="is in the house")).to_be_visible()
    house.wait_for_films(3)
    assert house.get("/api/movies/?q=Truly")["items"][0]["year"] == 2019


def test_what_is_here_is_said_at_once(office: Page, house: House) -> None:
    film = next((house.home.parent / "films").rglob("First Light*.mkv"))
    sent = []
    office.on("request", lambda request: sent.append(request) if request.url.endswith("/upload/") else None)
    office.set_input_files(FILES, film)
    item = office.locator(".upload-item")
    expect(item.get_by_role("link", name="First Light (2021)")).to_be_visible()
    assert not [request for request in sent if request.method == "POST"]


def test_an_upload_is_held_and_outlives_the_page(office: Page, tmp_path: Path) -> None:
    path = tmp_path / "Held (2018).mkv"
    path.write_bytes(random.Random(3).randbytes(12 << 20))
    slowly(office, 3_000_000)
    office.set_input_files(FILES, path)
    item = office.locator(".upload-item")
    expect(item.locator(".words")).to_have_text(re.compile(r"MB of 12\.0 MB · .*/s · 0:\d\d left"))
    item.get_by_role("button", name="Hold").click()
    expect(item.locator(".words")).to_have_text("Held")
    office.reload()
    row = office.locator(".upload-row").filter(has_text=path.name)
    expect(row.locator(".state")).to_have_text(re.compile(r"^[1-9]\d? %$"))
    slowly(office, 50_000_000)
    with office.expect_request(lambda request: request.method == "PATCH") as begun:
        office.set_input_files(FILES, path)
    assert int(begun.value.headers["upload-offset"]) > 0
    expect(office.locator(".upload-wait").filter(has_text=path.name)).to_contain_text("can't be decoded")
    office.locator(".upload-wait").filter(has_text=path.name).get_by_role("button", name="Remove").click()
    expect(office.locator(".upload-wait").filter(has_text=path.name)).to_have_count(0)


def test_cancelling_leaves_nothing(office: Page, house: House, tmp_path: Path) -> None:
    path = tmp_path / "Never Mind (2018).mkv"
    path.write_bytes(random.Random(4).randbytes(12 << 20))
    slowly(office, 2_000_000)
    office.set_input_files(FILES, path)
    item = office.locator(".upload-item")
    expect(item.locator(".words")).to_contain_text("/s")
    with office.expect_response(lambda answer: answer.request.method == "DELETE") as taken_back:
        item.get_by_role("button", name="Cancel").click()
    assert taken_back.value.status == 204
    expect(item).to_have_count(0)
    office.reload()
    expect(office.get_by_text(path.name)).to_have_count(0)


def test_a_poster_finds_its_film_and_a_lie_is_refused(office: Page, house: House, tmp_path: Path) -> None:
    poster, lie = tmp_path / "poster.png", tmp_path / "lie.jpg"
    poster.write_bytes(cast.picture())
    lie.write_bytes(b"MZ no picture")
    office.set_viewport_size(PHONE)  # type: ignore[arg-type]
    office.set_input_files(FILES, [poster, lie])
    for path in (poster, lie):
        item = office.locator(".upload-item").filter(has_text=path.name)
        item.get_by_label(f"Film for {path.name}").press_sequentially("second")
        item.get_by_role("button", name="Second Snow (2023)").click()
    row = office.locator(".upload-row").filter(has_text="poster.png")
    expect(row.locator(".state")).to_have_text("In the house", timeout=15_000)
    fault = office.locator(".upload-item").filter(has_text="lie.jpg")
    expect(fault.locator(".words")).to_have_text("This is not a JPEG, PNG or WebP picture that can be read.")
    assert office.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_a_guest_is_asked_to_sign_in(page: Page) -> None:
    page.goto(OFFICE)
    assert "login" in page.url
