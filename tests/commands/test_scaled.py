"""The same house as several processes: pages here, jobs there, Redis between them."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
import websockets

from tests.films import make_film
from tests.houses import open_house, wait_until

REDIS = "redis://127.0.0.1:6379/8"


def redis_answers() -> bool:
    import redis

    try:
        return bool(redis.Redis.from_url(REDIS, socket_timeout=1).ping())
    except redis.RedisError:
        return False


@pytest.mark.skipif(not redis_answers(), reason="needs a Redis server on 127.0.0.1")
def test_pages_and_jobs_in_processes_of_their_own(tmp_path: Path) -> None:
    import redis

    redis.Redis.from_url(REDIS).flushdb()
    film = make_film(tmp_path / "films" / "Far (2020).mp4", seconds=2)
    with open_house(tmp_path / "home", verb="web", REDIS_URL=REDIS, WEB_WORKERS="2") as house:
        worker = subprocess.Popen([sys.executable, "-m", "enchanted", "worker"], env=house.environment)
        try:
            news = asyncio.run(hear_while(house.url, lambda: house.command("import", film)))
            assert news
            house.wait_for_films(1)
        finally:
            worker.terminate()
            assert worker.wait(20) == 0


async def hear_while(url: str, act: object) -> str | bytes:
    """What an open page hears over the socket of movies while `act()` happens elsewhere."""
    async with websockets.connect(f"ws{url[4:]}/ws/movies/", origin=url) as line:  # type: ignore[arg-type]
        await asyncio.to_thread(act)  # type: ignore[arg-type]
        return await asyncio.wait_for(line.recv(), 30)


def test_kill_9_in_the_middle_of_an_encode_leaves_nothing_and_it_is_done_again(tmp_path: Path) -> None:
    picture = "testsrc2=s=854x480:r=30,noise=alls=30:allf=t"
    film = make_film(tmp_path / "films" / "Hard (2020).mp4", picture=picture, seconds=12)
    quick, ladder = "1", "2"
    with open_house(tmp_path / "home") as house:
        house.command("import", film)
        hls = house.home / "films" / "hls"
        wait_until(lambda: list(hls.glob(".part-*/*/*.m4s")))
        house.process.kill()
        house.process.wait()
        assert not (hls / ladder).exists()
        wait_until(lambda: not subprocess.run(["pgrep", "-f", str(hls)], capture_output=True, check=False).stdout)
        wait_until(lambda: is_closed(house.url), 20)
    with open_house(tmp_path / "home") as house:
        wait_until(lambda: (hls / ladder).exists())
        assert sorted(path.name for path in hls.iterdir() if not path.name.startswith(".")) == [quick, ladder]
        house.wait_for_films(1)
        assert httpx.post(f"{house.url}/api/movies/1/playback/", json={}).json()["ladder"] in (1, 2)


def is_closed(url: str) -> bool:
    """Whether nobody listens there any more."""
    try:
        httpx.get(url, timeout=1)
    except httpx.ConnectError:
        return True
    return False
