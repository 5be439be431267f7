"""A real Chromium before a real house with four short films."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.films import SRT, ffmpeg, film_folder
from tests.houses import House, open_house, wait_until

SHARED_VIDEO = Path(__file__).resolve().parents[3] / "shared" / "data" / "video"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required",
]  # fmt: skip
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
OWNER, PASSWORD = "Olga", "a long enough word"
CHAPTERS = """;FFMETADATA1
[CHAPTER]
TIMEBASE=1/1000
START=0
END=12000
title=The valley
[CHAPTER]
TIMEBASE=1/1000
START=12000
END=24000
title=The mountain
"""


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """An open house with two films of six seconds, a collection of two and an owner; real films, where there are some,
    are made ready while the tests run. Each account watches on one screen."""
    folder = tmp_path_factory.mktemp("browser")
    films = film_folder(folder / "films")
    two_voices(films)
    with open_house(folder / "home", ENCODE_WORKERS="3", MOST_STREAMS="1") as house:
        house.command("create-staff", OWNER, "--role", "owner", stdin=PASSWORD + "\n")
        house.command("import", films)
        house.wait_for_films(4)
        wait_until(lambda: "No encode" in house.command("queue"))
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


def two_voices(root: Path) -> None:
    """A collection: a film of 24 seconds in two languages, with chapters and subtitles, and a short one after it."""
    names = ("Two Voices (2019)", "Two Voices Again (2022)")
    for name in names:
        (root / name).mkdir(parents=True)
        (root / name / "movie.nfo").write_text(
            f"<movie><title>{name[:-7]}</title><year>{name[-5:-1]}</year><set><name>Voices</name></set></movie>"
        )
    first, second = (root / name / f"{name}.mp4" for name in names)
    first = first.with_suffix(".mkv")
    (root / names[0] / "chapters.txt").write_text(CHAPTERS)
    lines = "\n".join(
        f"{n + 1}\n00:00:{3 * n:02},000 --> 00:00:{3 * n + 2:02},900\n<i>Line {n + 1}</i>\n" for n in range(8)
    )
    first.with_name(f"{names[0]}.en.srt").write_text(lines)
    first.with_name(f"{names[0]}.de.forced.srt").write_text(SRT.format("Schild: Ausgang"))
    sounds = ["-f", "lavfi", "-i", "sine=frequency=220:sample_rate=48000"]
    other = ["-f", "lavfi", "-i", "sine=frequency=660:sample_rate=48000"]
    picture = ["-f", "lavfi", "-i", "testsrc2=s=640x360:r=24"]
    told = ["-i", str(root / names[0] / "chapters.txt"), "-map_metadata", "3", "-map_chapters", "3"]
    languages = ["-metadata:s:a:0", "language=eng", "-metadata:s:a:1", "language=deu"]
    tracks = ["-map", "0:v", "-map", "1:a", "-map", "2:a", *languages]
    small = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "64k"]
    run = [ffmpeg(), "-nostdin", "-v", "error", "-y"]
    subprocess.run([*run, *picture, *sounds, *other, *told, *tracks, "-t", "24", *small, str(first)], check=True)
    subprocess.run([*run, *picture, *sounds, "-t", "6", *small, str(second)], check=True)


def close(house: House, page: Page) -> None:
    """Close the house; the page goes on meanwhile."""
    house.process.terminate()
    until(page, lambda: house.process.poll() is not None)


def open_again(house: House, page: Page) -> None:
    """Open a closed house at the same address."""
    quiet: Any = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    house.process = subprocess.Popen(house.process.args, env=house.environment, **quiet)
    until(page, lambda: answers(house))


def until(page: Page, true: Any, patience: float = 40) -> None:
    """Ask again and again while the page's own requests are served by this test's routes."""
    end = time.monotonic() + patience
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        page.wait_for_timeout(100)


def answers(house: House) -> bool:
    try:
        return httpx.get(house.url + "/manifest.webmanifest", timeout=2).status_code == 200
    except httpx.TransportError:
        return False


def film_id(house: House, title: str) -> Any:
    found = house.get(f"/api/movies/?q={title}")["items"]
    return next((film for film in found if film["title"].lower() == title.lower()), found[0])["id"]
