"""The main job: find a film and watch it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SHARED_VIDEO, film_id, sign_in, until
from tests.browser.player import FRAME, choose_quality, clock, control, play
from tests.houses import House, wait_until

pytestmark = pytest.mark.browser


def test_open_the_house_find_a_film_and_play_it(page: Page, house: House) -> None:
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("first light")
    page.keyboard.press("Enter")
    page.locator("a.card", has_text="First Light").first.click()
    expect(page.locator("h1")).to_have_text("First Light")
    page.get_by_role("link", name="Play").click()
    wait_until(lambda: clock(page) > 0.3, 20)
    first = page.eval_on_selector("movie-player video", FRAME)
    before = clock(page)
    wait_until(lambda: clock(page) > before + 0.5, 10)
    assert page.eval_on_selector("movie-player video", FRAME) != first
    assert page.eval_on_selector("movie-player video", "v => v.webkitAudioDecodedByteCount") > 0


def test_seek_by_keyboard_and_by_pointer(page: Page, house: House) -> None:
    play(page, house, "First Light")
    control(page, "play").click()
    page.keyboard.press("5")
    wait_until(lambda: abs(clock(page) - 3) < 0.3, 10)
    page.keyboard.press("ArrowLeft")
    wait_until(lambda: clock(page) < 0.2, 10)
    bar = control(page, "seek")
    box = bar.bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.75, box["y"] + box["height"] / 2)
    wait_until(lambda: abs(clock(page) - 4.5) < 0.4, 10)


def test_change_quality(page: Page, house: House) -> None:
    play(page, house, "First Light")
    for height in (240, 360):
        choose_quality(page, height)


def test_show_a_subtitle(page: Page, house: House) -> None:
    play(page, house, "First Light")
    control(page, "captions").click()
    page.locator("movie-player .menu [data-language^=zh]").click()
    page.eval_on_selector("movie-player video", "video => { video.currentTime = 2; video.pause() }")
    expect(page.locator("movie-player .cues")).to_contain_text("开始了")


@pytest.mark.parametrize("who", ["guest", "owner"])
def test_resume_after_a_reload(page: Page, house: House, who: str) -> None:
    if who == "owner":
        sign_in(page)
    play(page, house, "Second Snow")
    page.eval_on_selector("movie-player video", "video => { video.currentTime = 5.2; video.pause() }")
    page.wait_for_timeout(700)
    page.reload()
    page.wait_for_selector("movie-player video")
    wait_until(lambda: clock(page) >= 5, 20)


def test_a_new_address_when_the_old_one_is_stale(page: Page, house: House) -> None:
    """The player goes on when its grant is refused, by asking for another one."""
    refused: list[str] = []
    tokens: set[str] = set()

    def refuse_first_grant(route: Any) -> None:
        token = route.request.url.split("/stream/")[1].split("/")[0]
        tokens.add(token)
        if len(tokens) == 1 and route.request.url.endswith(".m4s"):
            refused.append(token)
            route.fulfill(status=403, body="stale")
        else:
            route.continue_()

    page.route("**/stream/**", refuse_first_grant)
    page.goto(f"/movies/{film_id(house, 'First Light')}/watch/")
    until(page, lambda: clock(page) > 0.5)
    assert refused
    assert len(tokens) > 1


def test_a_film_that_can_not_be_played_says_why(page: Page, house: House) -> None:
    page.route("**/playback/", lambda route: route.fulfill(
        status=409, content_type="application/problem+json", body='{"detail": "This film can\'t be played yet."}'
    ))  # fmt: skip
    page.goto(f"/movies/{film_id(house, 'First Light')}/watch/")
    expect(page.locator("movie-player [role=alert]")).to_contain_text("can't be played yet")


def test_staff_see_a_film_being_made_ready_live(page: Page, house: House, tmp_path: Path) -> None:
    from tests.films import make_film

    sign_in(page)
    picture = "testsrc2=s=854x480:r=30,noise=alls=30:allf=t"
    film = make_film(tmp_path / "Long Work (2024)" / "Long Work (2024).mp4", picture=picture, seconds=12)
    page.goto("/")
    house.command("import", film.parent)
    page.goto(f"/movies/{film_id(house, 'Long Work')}/")
    seen: set[str] = set()
    bar = page.locator("encode-progress progress")

    def watch() -> bool:
        if bar.count():
            seen.add(bar.first.get_attribute("value") or "")
        return page.get_by_role("link", name="Play").count() > 0

    wait_until(watch, 60)
    assert len(seen - {""}) > 1


@pytest.mark.skipif(not SHARED_VIDEO.exists(), reason="needs ../shared/data/video, which is not part of the repository")
@pytest.mark.parametrize("title", ["sintel", "big buck bunny"])
def test_real_films_play(page: Page, house: House, title: str) -> None:
    wait_until(lambda: "No encode" in house.command("queue"), 180)
    page.goto("/movies/?q=" + title)
    page.locator("a.card").first.click()
    page.get_by_role("link", name="Play").click()
    wait_until(lambda: clock(page) > 1, 30)
    frame = page.eval_on_selector("movie-player video", FRAME)
    page.keyboard.press("5")
    wait_until(lambda: clock(page) > 14, 20)
    wait_until(lambda: page.eval_on_selector("movie-player video", FRAME) != frame, 20)
    choose_quality(page, 240)
    page.eval_on_selector("movie-player video", "video => video.pause()")
    at = clock(page)
    page.wait_for_timeout(700)
    page.reload()
    wait_until(lambda: abs(clock(page) - at) < 3, 20)
