"""What the player can do beside playing, before a real house with real encodes."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESK, close, film_id, open_again, sign_in, until
from tests.browser.player import at, clock, control, menu, play
from tests.houses import House, wait_until

pytestmark = pytest.mark.browser

COUNT_WAITS = """video => {
    window.waits = []
    let since = 0
    video.addEventListener('waiting', () => { since ||= performance.now() })
    video.addEventListener('playing', () => { if (since) window.waits.push(performance.now() - since); since = 0 })
}"""
STYLE = "([...names]) => names.map(name => getComputedStyle(document.querySelector('.cues'))[name])"


def test_subtitles_are_drawn_as_the_viewer_likes(page: Page, house: House) -> None:
    play(page, house, "Two Voices")
    menu(page, "captions", "English")
    at(page, "video => { video.currentTime = 4; video.pause() }")
    line = page.locator("movie-player .cues .cue")
    expect(line).to_have_text("Line 2")
    assert line.locator("i").count() == 1
    assert at(page, "video => [...video.textTracks].some(track => track.mode === 'showing')") is False
    size, colour = page.evaluate(STYLE, ["fontSize", "color"])
    menu(page, "captions", "Look of subtitles")
    page.get_by_label("Large", exact=True).check()
    page.get_by_label("Yellow").check()
    bigger, yellow = page.evaluate(STYLE, ["fontSize", "color"])
    assert float(bigger[:-2]) > 1.2 * float(size[:-2])
    assert yellow != colour
    page.get_by_role("button", name="Close").locator("visible=true").click()
    at(page, "video => { video.currentTime = 5.95 }")
    expect(line).to_have_count(0)
    page.keyboard.press("]")
    expect(line).to_have_text("Line 2")
    expect(page.locator("movie-player .figure")).to_contain_text("+0.1 s")
    page.reload()
    wait_until(lambda: clock(page) > 0.2, 20)
    assert page.evaluate(STYLE, ["color"]) == [yellow]


def test_what_is_foreign_shows_by_itself_in_its_language(page: Page, house: House) -> None:
    play(page, house, "Two Voices")
    at(page, "video => { video.currentTime = 1 }")
    page.wait_for_timeout(300)
    expect(page.locator("movie-player .cues .cue")).to_have_count(0)
    menu(page, "sounds", "German")
    expect(page.locator("movie-player .cues .cue")).to_have_text("Schild: Ausgang")


def test_another_language_is_heard_without_a_stall_and_remembered(page: Page, house: House) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    play(page, house, "Two Voices")
    at(page, COUNT_WAITS)
    before = clock(page)
    menu(page, "sounds", "German")
    page.wait_for_timeout(2000)
    assert clock(page) - before > 1.5
    assert sum(page.evaluate("waits")) < 500
    assert any("/sound1/" in address for address in asked)
    asked.clear()
    page.reload()
    wait_until(lambda: clock(page) > 0.5, 20)
    assert any("/sound1/" in address for address in asked)
    assert not any("/sound0/" in address for address in asked)


def test_another_quality_comes_without_a_stall(page: Page, house: House) -> None:
    play(page, house, "Two Voices")
    wait_until(lambda: at(page, "video => video.videoHeight") == 360, 20)
    at(page, COUNT_WAITS)
    before = clock(page)
    menu(page, "quality", "240p")
    wait_until(lambda: at(page, "video => video.videoHeight") == 240, 15)
    assert clock(page) > before
    assert sum(page.evaluate("waits")) < 500


def test_the_file_as_it_is(page: Page, house: House) -> None:
    play(page, house, "Two Voices Again")
    at(page, "video => { video.pause(); video.currentTime = 3 }")
    menu(page, "quality", "Original (360p)")
    wait_until(lambda: at(page, "video => video.src.includes('/original') && video.readyState > 1"), 30)
    assert abs(clock(page) - 3) < 0.5
    menu(page, "quality", "Auto")
    wait_until(lambda: at(page, "video => video.src.startsWith('blob:') && video.readyState > 1"), 30)
    assert abs(clock(page) - 3) < 0.5


def test_chapters_and_small_pictures_where_one_seeks(page: Page, house: House) -> None:
    play(page, house, "Two Voices")
    assert page.locator("movie-player .marks u").count() == 1
    page.keyboard.press("PageDown")
    wait_until(lambda: 11.5 < clock(page) < 14, 10)
    box = control(page, "seek").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + box["height"] / 2)
    expect(page.locator("movie-player .tip output")).to_have_text(re.compile("The valley0:0[56]"))
    shot = page.locator("movie-player .tip .shot")
    expect(shot).to_be_visible()
    sheet = shot.locator("div").evaluate("div => getComputedStyle(div).backgroundImage").split('"')[1]
    assert page.request.get(sheet).headers["content-type"].startswith("image/")
    menu(page, "chapters", "The valley")
    wait_until(lambda: clock(page) < 2, 10)


def test_the_film_goes_on_after_the_house_was_closed(page: Page, house: House) -> None:
    """Only the first pieces come before the house closes, so that the film runs dry while it is away."""
    page.route(re.compile(r"/0000[2-9]\.m4s$"), lambda route: route.abort())
    chip = page.locator("movie-player [data-part=lineChip]")
    play(page, house, "Two Voices")
    close(house, page)
    expect(chip).to_contain_text("The line broke")
    page.unroute_all()
    assert at(page, "video => video.buffered.end(0)") < 10
    open_again(house, page)
    until(page, lambda: clock(page) > 10)
    expect(chip).to_be_hidden()


def test_another_screen_takes_the_place_and_this_one_takes_it_back(chromium: Browser, page: Page, house: House) -> None:
    sign_in(page)
    play(page, house, "Two Voices")
    with chromium.new_context(base_url=house.url, viewport=DESK) as second:  # type: ignore[arg-type]
        other = second.new_page()
        sign_in(other)
        play(other, house, "First Light")
        words = page.get_by_role("alert")
        expect(words).to_contain_text("another screen")
        assert at(page, "video => video.paused")
        stopped = clock(page)
        page.get_by_role("button", name="Watch here").click()
        wait_until(lambda: clock(page) > stopped + 0.3, 10)
        expect(other.get_by_role("alert")).to_contain_text("another screen")


def test_the_next_film_of_the_collection_follows(page: Page, house: House) -> None:
    play(page, house, "Two Voices")
    at(page, "video => { video.currentTime = video.duration - 0.3 }")
    card = page.locator(".next-card")
    expect(card).to_contain_text("Two Voices Again")
    expect(card.locator(".ring span")).to_have_text("8", timeout=5000)
    card.get_by_role("button", name="Stay").click()
    expect(card).to_have_count(0)
    page.keyboard.press("n")
    page.wait_for_url(f"**/movies/{film_id(house, 'Two Voices Again')}/watch/")


def test_someone_is_asked_whether_they_still_watch(page: Page, house: House) -> None:
    play(page, house, "Two Voices")
    page.locator("movie-player").evaluate("player => player.setAttribute('still-after', '1.5')")
    asked = page.get_by_role("alertdialog", name="Still watching?")
    expect(asked).to_be_visible()
    assert at(page, "video => video.paused")
    stopped = clock(page)
    asked.get_by_role("button", name="Go on").click()
    wait_until(lambda: clock(page) > stopped + 0.3, 10)


def test_keys_and_figures(page: Page, house: House) -> None:
    play(page, house, "Two Voices")
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys of the player")
    expect(keys).to_be_visible()
    assert keys.locator("dt").count() == keys.locator("dd").count() >= 15
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    page.keyboard.press(">")
    assert at(page, "video => video.playbackRate") == 1.25
    page.keyboard.press("k")
    before = clock(page)
    page.keyboard.press(".")
    wait_until(lambda: clock(page) > before, 5)
    assert abs(clock(page) - before - 1 / 24) < 0.01
    page.keyboard.press("i")
    figures = page.get_by_role("dialog", name="Statistics")
    said = dict(zip(figures.locator("dt").all_inner_texts(), figures.locator("dd").all_inner_texts(), strict=True))
    assert said["Mode"] == "Adaptive"
    assert said["Frame rate"] == "24 fps"
    assert said["Loudness"].endswith("LUFS")
    assert said["Ladder"].isdigit()


def test_fingers_on_the_picture(chromium: Browser, house: House) -> None:
    phone: Any = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    with chromium.new_context(base_url=house.url, **phone) as context:
        page = context.new_page()
        play(page, house, "Two Voices")
        at(page, "video => { video.pause(); video.currentTime = 2 }")
        for _ in range(3):
            page.touchscreen.tap(340, 300)
        wait_until(lambda: abs(clock(page) - 22) < 0.5, 10)
        buttons = page.locator(".player-buttons > :visible").evaluate_all("all => all.map(one => one.offsetTop)")
        assert len(set(buttons)) == 1
        page.locator("[data-part=more]").tap()
        page.get_by_role("menuitem", name="Audio").tap()
        expect(page.get_by_role("menuitemradio", name="German")).to_be_visible()


def test_the_screen_is_given_back_when_the_page_goes(page: Page, house: House) -> None:
    open_ones = "SELECT count(*) FROM media_viewing WHERE ended_at IS NULL"
    with closing(sqlite3.connect(house.home / "house.db")) as tables:
        before = tables.execute(open_ones).fetchone()[0]
        play(page, house, "First Light")
        assert tables.execute(open_ones).fetchone()[0] == before + 1
        page.goto("/")
        wait_until(lambda: tables.execute(open_ones).fetchone()[0] == before, 5)
