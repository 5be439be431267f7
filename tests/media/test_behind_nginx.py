"""Behind a real nginx with the sample of deploy/: the house says who may see a file, nginx sends it."""

from __future__ import annotations

import os
import shutil
import signal
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import httpx
import pytest
import trustme

from enchanted.core.ranges import Receive, Scope, Send
from tests.films import make_film
from tests.houses import House, free_port, open_house, wait_until

SAMPLE = Path(__file__).parents[2] / "deploy" / "nginx.conf"
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


@dataclass
class Front:
    url: str
    house: House
    original: Path
    trust: ssl.SSLContext


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """A house with one film behind nginx over TLS."""
    assert NGINX, "these tests need nginx: bin/setup --dev installs it"
    folder = tmp_path_factory.mktemp("front")
    folder.chmod(0o755)
    films = folder / "films"
    film = make_film(films / "A Film (2020)" / "A Film (2020) é?#%.mp4", seconds=4)
    port = free_port()
    with open_house(folder / "home", TRUSTED_PROXIES="127.0.0.1", ACCEL_PREFIX="/_house/",
                    ENCHANTED_URL=f"https://localhost:{port}") as house:  # fmt: skip
        house.command("import", films)
        house.wait_for_films(1)
        with Nginx(folder, port, int(house.environment["PORT"])) as proxy:
            yield Front(f"https://localhost:{port}", house, film, proxy.trust)


class Nginx:
    """nginx with the sample, its ports, names and certificate exchanged for the test's."""

    def __init__(self, folder: Path, port: int, house_port: int) -> None:
        key, pem = folder / "key.pem", folder / "cert.pem"
        authority = trustme.CA()
        certificate = authority.issue_cert("localhost")
        certificate.private_key_pem.write_to_path(str(key))
        for chain in certificate.cert_chain_pems:
            chain.write_to_path(str(pem), append=True)
        self.trust = ssl.create_default_context()
        authority.configure_trust(self.trust)
        site = SAMPLE.read_text()
        for old, new in {
            "127.0.0.1:8000": f"127.0.0.1:{house_port}", "listen 80;": f"listen 127.0.0.1:{free_port()};",
            "listen 443 ssl": f"listen 127.0.0.1:{port} ssl", "films.example.org;": "localhost;",
            "/etc/ssl/films.example.org.pem": str(pem), "/etc/ssl/films.example.org.key": str(key),
        }.items():  # fmt: skip
            assert old in site, old
            site = site.replace(old, new)
        user = "user root;" if os.geteuid() == 0 else ""
        self.conf = folder / "nginx.conf"
        self.conf.write_text(
            f"daemon off; {user} worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;\n"
            f"events {{}}\nhttp {{ include /etc/nginx/mime.types; access_log {folder}/access.log;\n"
            + "".join(
                f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
            )
            + site
            + "}\n"
        )
        self.port = port

    def __enter__(self) -> Self:
        self.process = subprocess.Popen([str(NGINX), "-c", str(self.conf), "-p", str(self.conf.parent)])
        wait_until(self._answers, 20)
        return self

    def _answers(self) -> bool:
        assert self.process.poll() is None, "nginx did not start"
        try:
            return (
                httpx.get(f"https://localhost:{self.port}/manifest.webmanifest", verify=self.trust).status_code == 200
            )
        except httpx.TransportError:
            return False

    def __exit__(self, *_fault: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(10)


@pytest.fixture
def browser(front: Front) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=front.url, verify=front.trust) as client:
        yield client


def playback(browser: httpx.Client) -> dict[str, object]:
    movie = browser.get("/api/movies/").json()["items"][0]["id"]
    answer = browser.post(f"/api/movies/{movie}/playback/", json={})
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()
    return found


def test_nginx_sends_the_original_in_ranges(front: Front, browser: httpx.Client) -> None:
    source = str(playback(browser)["original"]["src"])  # type: ignore[index]
    data = front.original.read_bytes()
    whole = browser.get(source)
    assert whole.content == data
    assert whole.headers["server"].startswith("nginx")
    assert "x-accel-redirect" not in whole.headers
    assert whole.headers["content-type"] == "video/mp4"
    assert whole.headers["x-content-type-options"] == "nosniff"
    part = browser.get(source, headers={"Range": "bytes=100-299"})
    assert (part.status_code, part.content) == (206, data[100:300])
    assert browser.get(source, headers={"If-None-Match": whole.headers["etag"]}).status_code == 304


def test_the_house_still_decides(front: Front, browser: httpx.Client) -> None:
    base = str(playback(browser)["manifest"]).rpartition("/")[0]
    assert browser.get(f"{base}/master.m3u8").text.startswith("#EXTM3U")
    with httpx.Client(base_url=front.url, verify=front.trust) as stranger:
        assert stranger.get(f"{base}/original").status_code == 403
    assert browser.get(f"/_house{front.original}").status_code == 404


def test_without_the_proxy_the_bytes_come_from_the_house_and_no_path_is_told(tmp_path: Path) -> None:
    """A place in the answer to someone who came past nginx would be a leak, and no film."""
    from asgiref.sync import async_to_sync
    from django.test import override_settings

    from enchanted.core.ranges import send_file
    from tests.asgi import call

    path = tmp_path / "film.mp4"
    path.write_bytes(b"film")

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await send_file(scope, receive, send, path, [])

    with override_settings(HOUSE_ACCEL_PREFIX="/_house/", HOUSE_TRUSTED_PROXIES=["10.9.8.7"]):
        past = async_to_sync(call)(app, "/stream/x/original")
    with override_settings(HOUSE_ACCEL_PREFIX="/_house/", HOUSE_TRUSTED_PROXIES=["127.0.0.1"]):
        through = async_to_sync(call)(app, "/stream/x/original")
    assert (past.body, "x-accel-redirect" in past.headers) == (b"film", False)
    assert (through.body, through.headers["x-accel-redirect"]) == (b"", f"/_house{path}")
