"""Files that are no films, or bad ones: each is told in words, none holds the import up or reaches out."""

from __future__ import annotations

import os
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from enchanted.catalogue.models import Movie
from enchanted.core.actor import HOUSE
from enchanted.media.actions.importing import Outcome, import_found
from enchanted.media.actions.walking import find_films
from enchanted.media.models import MediaFile, Track
from tests.films import ffmpeg, make_film

pytestmark = pytest.mark.django_db

SECRET = "the secret of the house"
LONG = "長" * 81 + "x (2001)"


def take_in(root: Path) -> list[Outcome]:
    return [import_found(actor=HOUSE, found=found) for found in find_films(root)]


def made(path: Path, *arguments: str) -> None:
    subprocess.run([ffmpeg(), "-nostdin", "-v", "error", "-y", *arguments, str(path)], check=True)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def text(path: Path) -> None:
    path.write_text("this is no film at all\n" * 50)


def noise(path: Path) -> None:
    path.write_bytes(os.urandom(200_000))


def without_index(path: Path) -> None:
    whole = make_film(path.with_name("whole.mp4"), seconds=1).read_bytes()
    path.write_bytes(whole[: whole.index(b"moov") - 4])
    path.with_name("whole.mp4").unlink()


def sound_alone(path: Path) -> None:
    made(path, "-f", "lavfi", "-i", "sine", "-t", "1", "-c:a", "aac")


def one_pixel(path: Path) -> None:
    made(path, "-f", "lavfi", "-i", "color=s=1x1:r=5", "-t", "1", "-c:v", "ffv1")


def wide(path: Path) -> None:
    made(path, "-f", "lavfi", "-i", "color=s=16384x64:r=1", "-frames:v", "1", "-c:v", "mjpeg", "-pix_fmt", "yuvj420p")


def zeros(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(5 << 30)


def pipe(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def nowhere(path: Path) -> None:
    path.symlink_to(path.with_name("nothing"))


def circle(path: Path) -> None:
    path.symlink_to(path)


def no_utf8(path: Path) -> None:
    with open(os.fsencode(path.parent) + b"/odd\xff.mkv", "wb") as file:
        file.write(b"x")


REFUSED = [
    (empty, "The file is empty."),
    (text, "It is no film that can be read."),
    (noise, "It is no film that can be read."),
    (without_index, "It is no film that can be read."),
    (sound_alone, "It holds no moving picture."),
    (one_pixel, "Its picture is 1×1 pixels; a film has at least 16×16."),
    (wide, "Its picture is 16384×64 pixels; at most 8192×8192 can be made ready."),
    (zeros, "It is no film that can be read."),
    (pipe, "It is not a file, but a folder, a pipe or a device."),
    (device, "It is not a file, but a folder, a pipe or a device."),
    (nowhere, "No such file or directory"),
    (circle, "circle|symbolic links"),
    (no_utf8, "Its name is not text in UTF-8."),
]


@pytest.mark.parametrize(("make", "words"), REFUSED, ids=[make.__name__ for make, _words in REFUSED])
def test_a_bad_file_is_refused_in_words(tmp_path: Path, make: Callable[[Path], None], words: str) -> None:
    folder = tmp_path / "films"
    folder.mkdir()
    make(folder / ("film.mp4" if make is without_index else "film.mkv"))
    began = time.monotonic()
    (outcome,) = take_in(folder)
    assert outcome.kind == "refused"
    assert any(part in outcome.reason for part in words.split("|")), outcome.reason
    assert time.monotonic() - began < 15
    assert not Movie.objects.exists()


@contextmanager
def listening() -> Iterator[tuple[int, list[object]]]:
    """A port of this machine, and who came to it."""
    came: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        done = threading.Event()

        def wait() -> None:
            while not done.is_set():
                try:
                    line, address = server.accept()
                except TimeoutError:
                    continue
                came.append(address)
                line.close()

        thread = threading.Thread(target=wait)
        thread.start()
        try:
            yield server.getsockname()[1], came
        finally:
            time.sleep(0.3)
            done.set()
            thread.join()


@pytest.mark.parametrize("suffix", ["mkv", "mp4", "ts", "avi"])
def test_a_playlist_in_a_film_s_clothes_reads_no_file_and_reaches_nobody(tmp_path: Path, suffix: str) -> None:
    secret = make_film(tmp_path / "secret.mp4", seconds=1)
    note = tmp_path / "note.txt"
    note.write_text(SECRET)
    folder = tmp_path / "films"
    folder.mkdir()
    with listening() as (port, came):
        there = f"http://127.0.0.1:{port}/x.mp4"
        scripts = {
            "m3u8": f"#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n{there}\n#EXTINF:4,\nfile://{secret}\n#EXT-X-ENDLIST\n",
            "ffconcat": f"ffconcat version 1.0\nfile '{secret}'\nfile '{there}'\n",
            "concat": f"file '{secret}'\nfile '{note}'\n",
            "sdp": f"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video {port} RTP/AVP 96\n",
            "mpd": f'<?xml version="1.0"?><MPD><BaseURL>{there}</BaseURL></MPD>',
        }
        for name, script in scripts.items():
            (folder / f"{name}.{suffix}").write_text(script)
        outcomes = take_in(folder)
    assert {outcome.kind for outcome in outcomes} == {"refused"}
    assert {outcome.reason for outcome in outcomes} == {"It is no film that can be read."}
    assert came == []
    assert not MediaFile.objects.exists()


def test_a_film_cut_in_half_comes_in_as_far_as_it_goes(tmp_path: Path) -> None:
    film = make_film(tmp_path / "Half (2000).mkv", seconds=4)
    whole = film.read_bytes()
    film.write_bytes(whole[: len(whole) // 2])
    (outcome,) = take_in(tmp_path)
    assert outcome.kind == "new"
    assert MediaFile.objects.get().duration_ms > 0


def test_of_a_hundred_sounds_the_first_are_kept(tmp_path: Path) -> None:
    film = make_film(tmp_path / "one" / "x.mkv", seconds=0.5)
    (tmp_path / "films").mkdir()
    maps = [part for _ in range(100) for part in ("-map", "0:a")]
    made(tmp_path / "films" / "Many (2000).mkv", "-i", str(film), "-map", "0:v", *maps, "-c", "copy")
    (outcome,) = take_in(tmp_path / "films")
    assert outcome.kind == "new"
    assert Track.objects.filter(kind="audio").count() == 32


def test_a_sound_nobody_knows_leaves_the_picture(tmp_path: Path) -> None:
    film = tmp_path / "Odd (2000).mkv"
    made(film, "-i", str(make_film(tmp_path / "one" / "x.mkv", seconds=0.5)), "-c:v", "copy", "-c:a", "libopus")
    film.write_bytes(film.read_bytes().replace(b"A_OPUS", b"A_XPUS"))
    (outcome,) = [outcome for outcome in take_in(tmp_path) if outcome.path == film]
    assert (outcome.kind, outcome.reason) == ("new", "")
    assert Track.objects.get(file__path=str(film)).codec == ""


def test_a_film_that_claims_a_thousand_years_is_as_long_as_its_pictures(tmp_path: Path) -> None:
    """Its ladder would be thought larger than any disk, and all behind it in the queue would wait."""
    film = make_film(tmp_path / "Long (2000).mkv", seconds=2, sound=False)
    data = film.read_bytes()
    at = data.index(b"\x44\x89\x88") + 3
    film.write_bytes(data[:at] + struct.pack(">d", 1000 * 365 * 86400 * 1000.0) + data[at + 8 :])
    take_in(tmp_path)
    assert MediaFile.objects.get().duration_ms == pytest.approx(2000, abs=50)


@pytest.mark.parametrize(
    "stem", ["🎬 Emoji 👨‍👩‍👧 (2000)", "New\nline (2000)", LONG, "-v 'quoted' \"$(x)\" %s (2000)", "a:b (2000)"]
)
def test_odd_names_are_names(tmp_path: Path, stem: str) -> None:
    film = make_film(tmp_path / "made.mkv", seconds=0.5, sound=False)
    place = tmp_path / "films" / f"{stem}.mkv"
    place.parent.mkdir()
    film.rename(place)
    assert len(os.fsencode(place.name)) <= 255
    (outcome,) = take_in(place.parent)
    assert (outcome.kind, outcome.notes) == ("new", ())
    assert MediaFile.objects.get().path == str(place)
    assert Movie.objects.get().year in (2000, 2001)


def test_a_folder_called_as_a_film_is_a_folder(tmp_path: Path) -> None:
    make_film(tmp_path / "Film (2000).mkv" / "Film (2000).mkv", seconds=0.5, sound=False)
    assert [outcome.kind for outcome in take_in(tmp_path)] == ["new"]


def test_a_pipe_beside_a_film_holds_nobody_up(tmp_path: Path) -> None:
    make_film(tmp_path / "Film (2000)" / "Film (2000).mkv", seconds=0.5, sound=False)
    for name in ("movie.nfo", "poster.jpg", "Film (2000).en.srt"):
        os.mkfifo(tmp_path / "Film (2000)" / name)
    (outcome,) = take_in(tmp_path)
    assert outcome.kind == "new"
    assert {note.split(":")[0] for note in outcome.notes} == {"movie.nfo", "poster.jpg", "Film (2000).en.srt"}


WALK = """
import os, sys
from pathlib import Path
from django.conf import settings
settings.configure(USE_I18N=False)
from enchanted.media.actions.walking import find_films
os.setgroups([]); os.setgid(65534); os.setuid(65534)
for found in find_films(Path(sys.argv[1])):
    print(found.path.name, found.fault, sep="|")
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody whom a folder shuts out")
def test_a_folder_that_may_not_be_read_is_said_and_the_rest_goes_on() -> None:
    with tempfile.TemporaryDirectory() as place:
        films = Path(place)
        films.chmod(0o755)
        for name in ("closed/A (2000).mkv", "open/B (2001).mkv"):
            (films / name).parent.mkdir()
            (films / name).write_bytes(b"x")
        (films / "closed").chmod(0o700)
        done = subprocess.run([sys.executable, "-c", WALK, str(films)], capture_output=True, text=True, check=False)
    if "Error" in done.stderr and "find_films" not in done.stderr:
        pytest.skip(f"nobody else may run this checkout: {done.stderr.splitlines()[-1]}")
    assert done.stdout.splitlines() == ["closed|This folder can't be read: Permission denied", "B (2001).mkv|"]
