"""A real client against a real house, over a line that breaks."""

from __future__ import annotations

import hashlib
import random
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError
from tusclient.uploader.uploader import Uploader

from tests.films import make_film
from tests.houses import House, free_port, open_house, wait_until

CUTS = 5
SIZE = 24 << 20
PASSWORD = "a long enough word"


class Line:
    """Carries connections to a port, and cuts the first ones after so many bytes each."""

    def __init__(self, to: int, cuts: list[int]) -> None:
        self.to, self.cuts, self.cut = to, cuts, 0
        self.door = socket.create_server(("127.0.0.1", free_port()))
        self.port = self.door.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=self._carry, args=[self.door.accept()[0]], daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        far = socket.create_connection(("127.0.0.1", self.to))
        threading.Thread(target=self._back, args=[far, near], daemon=True).start()
        carried = 0
        with suppress(OSError):
            while data := near.recv(1 << 16):
                carried += len(data)
                if self.cuts and carried > self.cuts[0]:
                    self.cuts.pop(0)
                    self.cut += 1
                    for end in (near, far):
                        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                        end.shutdown(socket.SHUT_RDWR)
                        end.close()
                    return
                far.sendall(data)
        for end in (near, far):
            with suppress(OSError):
                end.close()

    def _back(self, far: socket.socket, near: socket.socket) -> None:
        with suppress(OSError):
            while data := far.recv(1 << 16):
                near.sendall(data)


@contextmanager
def line(to: int, cuts: list[int]) -> Iterator[Line]:
    carrying = Line(to, cuts)
    yield carrying
    carrying.door.close()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(tmp_path_factory.mktemp("lines") / "home") as house:
        house.command("create-staff", "Olga", "--role", "owner", stdin=PASSWORD + "\n")
        yield house


@contextmanager
def session(house: House) -> Iterator[httpx.Client]:
    """A browser of the owner's, signed in."""
    with httpx.Client(base_url=house.url, follow_redirects=True) as browser:
        browser.get("/accounts/login/")
        told = {"login": "Olga", "password": PASSWORD, "csrfmiddlewaretoken": browser.cookies["csrftoken"]}
        browser.post("/accounts/login/", data=told)
        assert browser.get("/admin/media/upload/").status_code == 200
        yield browser


def client(browser: httpx.Client, port: int) -> TusClient:
    cookie = f"sessionid={browser.cookies['sessionid']}"
    return TusClient(f"http://127.0.0.1:{port}/upload/", headers={"Cookie": cookie})


def uploader(client: TusClient, path: Path, **more: Any) -> Uploader:
    return client.uploader(str(path), chunk_size=8 << 20, metadata={"filename": path.name}, **more)


def port_of(house: House) -> int:
    return int(house.url.rpartition(":")[2])


def lying(house: House) -> list[Path]:
    return sorted(path for path in (house.home / "films" / "uploads").rglob("*") if path.is_file())


def test_a_line_cut_again_and_again_brings_the_whole_file(house: House, tmp_path: Path) -> None:
    path = tmp_path / "Cut Often (2020).mkv"
    path.write_bytes(random.Random(7).randbytes(SIZE))
    chance = random.Random()
    cuts = [chance.randrange(300_000, SIZE // CUTS) for _cut in range(CUTS)]
    with session(house) as browser, line(port_of(house), cuts) as carrying:
        url = uploader(client(browser, port_of(house)), path).create_url()
        at = url.replace(str(port_of(house)), str(carrying.port))
        offsets = []
        for _try in range(100):
            try:
                sender = uploader(client(browser, carrying.port), path, url=at)
                offsets.append(sender.offset)
                sender.upload()
                break
            except (TusCommunicationError, OSError):
                time.sleep(0.05)
        assert carrying.cut == CUTS, cuts
        assert offsets == sorted(offsets)
        assert sum(offset > 0 for offset in offsets) >= CUTS - 1, offsets
        whole = lying(house)[0]
        assert hashlib.sha256(whole.read_bytes()).hexdigest() == hashlib.sha256(path.read_bytes()).hexdigest()
        assert "Cut Often" in browser.get("/admin/media/upload/").text


def test_a_killed_house_goes_on_where_it_was(tmp_path: Path) -> None:
    path = make_film(tmp_path / "Killed (2020).mp4", seconds=3)
    data = path.read_bytes()
    half = len(data) // 2
    home = tmp_path / "home"
    with open_house(home) as house:
        house.command("create-staff", "Olga", "--role", "owner", stdin=PASSWORD + "\n")
        with session(house) as browser:
            cookies = dict(browser.cookies)
            place = uploader(client(browser, port_of(house)), path).create_url().replace(house.url, "")
            place = place[place.index("/upload/") :]
            sock = socket.create_connection(("127.0.0.1", port_of(house)))
            sock.sendall(
                f"PATCH {place} HTTP/1.1\r\nHost: localhost\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
                f"Cookie: sessionid={cookies['sessionid']}\r\nContent-Type: application/offset+octet-stream\r\n"
                f"Content-Length: {len(data)}\r\n\r\n".encode() + data[:half]
            )  # fmt: skip
            time.sleep(1)
        house.process.kill()
        sock.close()
        assert not [found for found in lying(house) if not found.name.startswith(".part-")]
    with open_house(home) as house, session(house) as browser:
        again = uploader(client(browser, port_of(house)), path, url=house.url.replace("localhost", "127.0.0.1") + place)
        assert 0 <= again.offset <= half
        again.upload()
        (whole,) = lying(house)
        assert whole.read_bytes() == data
        page = browser.get("/admin/media/upload/")
        assert "Killed" in page.text
        answer = browser.post("/admin/media/upload/1/taking/", data={
            "title": "Killed", "year": "2020", "movie": "", "csrfmiddlewaretoken": browser.cookies["csrftoken"],
        })  # fmt: skip
        assert "Killed (2020) is in the house." in answer.text
        wait_until(lambda: house.get("/api/movies/?playable=true")["total"] == 1)
