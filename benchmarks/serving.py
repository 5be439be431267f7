"""Claim: the house sends film bytes at no less than 0.8 of nginx's sendfile.

Two ways a film leaves: whole segments of 2 MB, as a player fetches them, and ranges of 1 MB of a file of 200 MB. The
house serves both under a grant it gave like to any browser; nginx serves the same files with no questions asked. Behind
an nginx that sends the files itself (ACCEL_PREFIX) the house answers the questions alone; that way is shown beside.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from benchmarks import load
from benchmarks.support import (
    HOST,
    Verdict,
    ask_playback,
    child,
    figures,
    free_port,
    get,
    house_environment,
    open_house,
    scratch,
    wait_until_answered,
)

CLAIM = 0.8
ROUNDS, SECONDS, CONNECTIONS = 5, 1.6, 8
SEGMENT, SEGMENTS = 2_000_000, 12
FILE, PART = 200 << 20, 1 << 20
NGINX = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.log warn; {user}
events {{ worker_connections 256; }}
http {{
  access_log off; sendfile on; tcp_nopush on; tcp_nodelay on; keepalive_requests 1000000;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  upstream house {{ server 127.0.0.1:{house}; keepalive 32; }}
  server {{
    listen 127.0.0.1:{port}; root {root};
    location /stream/ {{ proxy_pass http://house; proxy_http_version 1.1; proxy_set_header Connection ""; }}
    location /_house/ {{ internal; alias /; }}
  }}
}}
"""


def main() -> int:
    program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if not program:
        print("This measurement needs nginx: apt-get install nginx-light")
        return 2
    verdict = Verdict()
    with scratch() as folder:
        movie = prepare(folder)
        ladder = folder / "films" / "hls" / "1" / "v480"
        accel = {"TRUSTED_PROXIES": HOST, "ACCEL_PREFIX": "/_house/"}
        with (
            open_house(folder) as house,
            open_house(folder, **accel) as behind,
            nginx(program, folder, behind) as other,
        ):
            base, cookie = granted(house, movie)
            names = sorted(path.name for path in ladder.iterdir())
            segments = {
                house: [load.request(f"{base}/v480/{name}", SEGMENT, headers=cookie) for name in names],
                other: [load.request(f"/films/hls/1/v480/{name}", SEGMENT) for name in names],
            }
            parts = {
                house: [load.request(f"{base}/original", PART, 206, {**cookie, **span}) for span in spans()],
                other: [load.request("/film.mp4", PART, 206, span) for span in spans()],
            }
            same_bytes(house, other, f"{base}/v480/{names[3]}", f"/films/hls/1/v480/{names[3]}", cookie, {})
            same_bytes(house, other, f"{base}/original", "/film.mp4", cookie, spans()[5])
            verdict.at_least("segments of 2 MB, house / nginx", compare("segments", house, other, segments), CLAIM)
            verdict.at_least("ranges of 1 MB, house / nginx", compare("ranges", house, other, parts), CLAIM)
            for what, asked in (("segments of 2 MB", segments), ("ranges of 1 MB", parts)):
                through = _ratio(asked[house], asked[other], other)
                print(f"       {what}, house behind nginx / nginx: {through:.2f}")
    return verdict.told()


def prepare(folder: Path) -> int:
    """A house with one film: its file and its ladder are random bytes. Returns the film's id."""
    os.environ.update(house_environment(folder))
    from enchanted.config.commands.django import setup

    setup()
    from enchanted.catalogue.models import Movie
    from enchanted.core import clock
    from enchanted.media.models import Encode, MediaFile

    noise = random.Random(2).randbytes
    film = folder / "film.mp4"
    with film.open("wb") as out:
        for _ in range(FILE // (8 << 20)):
            out.write(noise(8 << 20))
    movie = Movie.objects.create(title="Bytes", playable=True, duration_ms=48_000)
    digest = hashlib.sha256(str(film).encode()).hexdigest()
    file = MediaFile.objects.create(movie=movie, path=str(film), path_hash=digest, size=FILE, mtime_ns=0)
    Encode.objects.create(
        pk=1, file=file, state=Encode.State.DONE, live=None, folder="hls/1", finished_at=clock.now()
    )  # fmt: skip
    ladder = folder / "films" / "hls" / "1" / "v480"
    ladder.mkdir(parents=True)
    for number in range(SEGMENTS):
        (ladder / f"seg_{number:05d}.m4s").write_bytes(noise(SEGMENT))
    return int(movie.pk)


@contextmanager
def nginx(program: str, folder: Path, house: int) -> Iterator[int]:
    """nginx over the same folder and before a house, one process that sends; gives its port."""
    port = free_port()
    user = "user root;" if os.getuid() == 0 else ""
    conf = folder / "nginx.conf"
    conf.write_text(NGINX.format(folder=folder, port=port, root=folder, user=user, house=house))
    with child([program, "-c", str(conf), "-p", str(folder)], os.environ, folder / "nginx.log") as process:
        wait_until_answered(port, "/nginx.conf", process, folder / "nginx.log")
        yield port


def granted(port: int, movie: int) -> tuple[str, dict[str, str]]:
    """The address below which the film lies for this browser, and the browser's cookie."""
    playback, cookie = ask_playback(port, movie)
    return playback["manifest"].removesuffix("/master.m3u8"), cookie


def spans() -> list[dict[str, str]]:
    """Ranges all over the file, none at its beginning."""
    chance = random.Random(7)
    starts = [chance.randrange(1, FILE - PART) for _ in range(64)]
    return [{"Range": f"bytes={start}-{start + PART - 1}"} for start in starts]


def same_bytes(
    house: int, other: int, ours: str, theirs: str, cookie: Mapping[str, str], more: Mapping[str, str]
) -> None:
    one, two = get(house, ours, {**cookie, **more}), get(other, theirs, more)
    if one[2] != two[2] or one[0] != two[0]:
        raise RuntimeError(f"{ours} and {theirs} differ: {one[0]}, {len(one[2])} bytes; {two[0]}, {len(two[2])} bytes")


def compare(what: str, house: int, other: int, requests: Mapping[int, Sequence[load.Request]]) -> float:
    """Megabytes a second of both in turns; returns the middle ratio of the rounds."""
    rates: dict[int, list[float]] = {house: [], other: []}
    for port in (house, other):
        load.fetch_bytes(port, requests[port], CONNECTIONS, 0.4)
    for _ in range(ROUNDS):
        for port, found in rates.items():
            found.append(load.fetch_bytes(port, requests[port], CONNECTIONS, SECONDS))
    print(f"{what:<9} house {figures(rates[house], 'MB/s')}\n{'':<9} nginx {figures(rates[other], 'MB/s')}")
    return median(ours / theirs for ours, theirs in zip(rates[house], rates[other], strict=True))


def _ratio(through: Sequence[load.Request], plain: Sequence[load.Request], port: int) -> float:
    """Megabytes a second of the same bytes from the same nginx, asked of the house first and not; the middle ratio."""
    found: list[tuple[float, float]] = []
    for _ in range(ROUNDS):
        rates = [load.fetch_bytes(port, asked, CONNECTIONS, SECONDS) for asked in (through, plain)]
        found.append((rates[0], rates[1]))
    print(f"behind    house {figures([one for one, _ in found], 'MB/s')}")
    return median(one / other for one, other in found)


if __name__ == "__main__":
    raise SystemExit(main())
