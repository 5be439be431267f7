"""`enchanted import FOLDER --watch`: a real process follows real files."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from enchanted.config.commands.watching import Settling
from tests.films import make_film
from tests.houses import wait_until

SETTLE = 0.6
SRT = "1\n00:00:00,100 --> 00:00:00,900\n{}\n"


@dataclass
class Watcher:
    """The process, the folder it follows, what it printed, and its house's database."""

    process: subprocess.Popen[bytes]
    folder: Path
    log: Path
    home: Path

    def said(self) -> list[str]:
        """The lines so far, without their times."""
        return [line.split(" ", 1)[-1] for line in self.log.read_text().splitlines()]

    def hears(self, line: str, times: int = 1) -> None:
        """Wait until a line was printed so many times."""
        try:
            wait_until(lambda: self.said().count(line) >= times, 20)
        except AssertionError:
            raise AssertionError(f"{line!r} is not in\n{self.log.read_text()}") from None

    def rows(self, question: str) -> list[tuple[object, ...]]:
        with sqlite3.connect(self.home / "house.db") as database:
            return database.execute(question).fetchall()


@pytest.fixture(scope="module")
def reels(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("reels")
    return [make_film(folder / f"{number}.mkv", seconds=0.5 + number / 4, sound=False) for number in range(4)]


@pytest.fixture
def watcher(tmp_path: Path, reels: list[Path]) -> Iterator[Watcher]:
    folder, log, home = tmp_path / "films", tmp_path / "log", tmp_path / "home"
    (folder / "A (2001)").mkdir(parents=True)
    film = shutil.copy(reels[0], folder / "A (2001)" / "A (2001).mkv")
    os.utime(film, (1, 1))
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "PYTHONPATH")}
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "enchanted", "import", str(folder), "--watch", "--settle", str(SETTLE)],
            env={**kept, "ENCHANTED_HOME": str(home)}, stdout=out, stderr=out,
        )  # fmt: skip
    watcher = Watcher(process, folder, log, home)
    try:
        watcher.hears(f"Watching {folder}.")
        yield watcher
    finally:
        process.kill()
        process.wait()


def test_a_folder_is_followed_until_interrupted(watcher: Watcher, reels: list[Path]) -> None:
    folder = watcher.folder
    assert "1 new, 0 versions, 0 known, 0 changed, 0 moved, 0 vanished, 0 refused." in watcher.said()
    shutil.copy(reels[1], folder / "B (2002).mkv.part")
    (folder / "B (2002).mkv.part").rename(folder / "B (2002).mkv")
    (folder / "text.mkv").write_text("no film")
    watcher.hears("new B (2002).mkv")
    watcher.hears("refused text.mkv: It is no film that can be read.")

    subtitle = folder / "A (2001)" / "A (2001).en.srt"
    subtitle.write_text(SRT.format("One."))
    subtitle.with_name("movie.nfo").write_text("<movie><title>A</title><plot>Later.</plot></movie>")
    watcher.hears("read again what lies beside A (2001)/A (2001).mkv")
    assert watcher.rows("select plot from catalogue_movie where title = 'A'") == [("Later.",)]
    assert watcher.rows("select language from media_subtitle") == [("en",)]

    (folder / "A (2001)").rename(folder / "A anew (2001)")
    watcher.hears("moved A anew (2001)/A (2001).mkv")
    shutil.copytree(folder / "A anew (2001)", folder / "copies")
    watcher.hears(f"beside copies/A (2001).mkv: It is the same film as {folder}/A anew (2001)/A (2001).mkv.")
    (folder / "B (2002).mkv").unlink()
    watcher.hears("vanished B (2002).mkv")
    assert watcher.rows("select state from media_mediafile order by path") == [("ready",), ("missing",)]
    assert not [line for line in watcher.said() if line.startswith("vanished A")]

    watcher.process.send_signal(signal.SIGINT)
    assert watcher.process.wait(10) == 0
    assert watcher.said()[-1] == "No longer watching."
    assert "Traceback" not in watcher.log.read_text()


def test_a_film_that_is_still_being_written_waits(watcher: Watcher, reels: list[Path]) -> None:
    data = reels[2].read_bytes()
    slow = watcher.folder / "Slow (2003).mkv"
    with slow.open("wb", buffering=0) as file:
        for start in range(0, len(data), len(data) // 20 + 1):
            file.write(data[start : start + len(data) // 20 + 1])
            time.sleep(SETTLE / 6)
        assert not any("Slow" in line for line in watcher.said())
    watcher.hears("new Slow (2003).mkv")
    fetched = watcher.folder / "Fetched (2004).mkv"
    fetched.with_name("Fetched (2004).mkv.aria2").write_text("")
    shutil.copy(reels[3], fetched)
    time.sleep(SETTLE * 3)
    assert not any("Fetched" in line for line in watcher.said())
    fetched.with_name("Fetched (2004).mkv.aria2").unlink()
    watcher.hears("new Fetched (2004).mkv")


def test_a_disk_goes_and_comes_back_with_many_films(watcher: Watcher, reels: list[Path]) -> None:
    away = watcher.folder.with_name("away")
    watcher.folder.rename(away)
    watcher.hears(f"{watcher.folder} is not there; waiting for it.")
    for number in range(30):
        place = away / f"Many {number} (2005)"
        place.mkdir()
        (place / "movie.nfo").write_text(f"<movie><title>Many {number}</title></movie>")
        with (place / "film.mkv").open("wb") as file:
            file.write(reels[1].read_bytes() if number == 0 else b"text")
        os.utime(place / "film.mkv", (1, 1))
    away.rename(watcher.folder)
    watcher.hears("1 new, 0 versions, 1 known, 0 changed, 0 moved, 0 vanished, 29 refused.")
    assert watcher.rows("select count(*) from media_mediafile where state = 'ready'") == [(2,)]
    shutil.copy(reels[2], watcher.folder / "After (2006).mkv")
    watcher.hears("new After (2006).mkv")


def test_what_changes_settles_anew(tmp_path: Path) -> None:
    settling = Settling(3)
    path = tmp_path / "a.mkv"
    path.write_bytes(b"1")
    settling.note(path, 0)
    assert settling.due(2.9) == []
    path.write_bytes(b"12")
    assert settling.due(3.1) == []
    assert settling.holds_arrivals()
    assert settling.due(6.2) == [path]
    assert settling.due(9) == []
    path.unlink()
    settling.note(path, 10)
    assert not settling.holds_arrivals()
    assert settling.due(13) == [path]
