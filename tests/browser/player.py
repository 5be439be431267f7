"""Small hands on the player, for the tests that watch."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.browser.conftest import film_id, until
from tests.houses import House, wait_until

FRAME = """video => {
    const canvas = document.createElement('canvas')
    canvas.width = 64; canvas.height = 36
    const paper = canvas.getContext('2d')
    paper.drawImage(video, 0, 0, 64, 36)
    return Array.from(paper.getImageData(0, 0, 64, 36).data).join()
}"""


def clock(page: Page) -> float:
    return float(page.eval_on_selector("movie-player video", "video => video.currentTime"))


def play(page: Page, house: House, title: str) -> None:
    page.goto(f"/movies/{film_id(house, title)}/watch/")
    until(page, lambda: clock(page) > 0.2)


def control(page: Page, part: str) -> Any:
    page.mouse.move(700, 450)
    page.mouse.move(720, 460)
    return page.locator(f"movie-player [data-part={part}]")


def at(page: Page, script: str) -> Any:
    """What a script makes of the <video>."""
    return page.eval_on_selector("movie-player video", script)


def menu(page: Page, part: str, choice: str) -> None:
    """Choose a line of one of the player's menus."""
    control(page, part).click()
    page.locator("movie-player .menu [role]", has_text=choice).first.click()


def choose_quality(page: Page, height: int) -> None:
    """Hold to one rung, and wait until its picture is the one that shows."""
    control(page, "quality").click()
    page.locator(f"movie-player [data-height='{height}']").click()
    size = "video => video.videoHeight"
    if page.eval_on_selector("movie-player video", "video => video.ended || video.duration - video.currentTime < 2"):
        page.eval_on_selector("movie-player video", "video => { video.currentTime = 0; return video.play() }")
    wait_until(lambda: abs(page.eval_on_selector("movie-player video", size) - height) <= 2, 30)
