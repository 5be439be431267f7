"""The relay: in order, to the topic's own, and a slow reader holds nobody."""

from __future__ import annotations

import asyncio
from typing import Any

import orjson
import pytest

from enchanted.core.relay import CLOSED, QUEUE_LENGTH, Hub, Subscriber


@pytest.fixture
async def hub(settings: Any) -> Any:
    settings.HOUSE_REDIS = ""
    hub = Hub()
    await hub.open()
    yield hub
    await hub.close()


async def test_messages_reach_their_topic_in_order(hub: Hub) -> None:
    mine, other = Subscriber(), Subscriber()
    hub.join("a", mine)
    hub.join("b", other)
    await asyncio.to_thread(lambda: [hub.publish("a", {"n": n}) for n in range(3)])
    got = [orjson.loads(await mine.get())["n"] for _ in range(3)]
    assert got == [0, 1, 2]
    assert other.queue.empty()


async def test_a_slow_reader_is_closed_and_others_go_on(hub: Hub) -> None:
    slow, quick = Subscriber(), Subscriber()
    hub.join("a", slow)
    hub.join("a", quick)
    for number in range(QUEUE_LENGTH + 1):
        hub.publish("a", {"n": number})
        await asyncio.sleep(0)
        assert orjson.loads(await quick.get())["n"] == number
    assert await slow.get() == CLOSED


async def test_leaving_empties_the_room(hub: Hub) -> None:
    one = Subscriber()
    hub.join("a", one)
    hub.leave("a", one)
    hub.leave("a", one)
    assert not hub.rooms
    hub.publish("a", {})


async def test_two_processes_hear_each_other_through_redis(settings: Any) -> None:
    redis = pytest.importorskip("redis")
    url = "redis://127.0.0.1:6379/9"
    try:
        redis.Redis.from_url(url, socket_timeout=1).ping()
    except redis.RedisError:
        pytest.skip("no Redis answers on this machine")
    settings.HOUSE_REDIS = url
    here, there = Hub(), Hub()
    await there.open()
    listener = Subscriber()
    there.join("a", listener)
    for _ in range(50):
        await asyncio.to_thread(here.publish, "a", {"n": 1})
        try:
            message = await asyncio.wait_for(listener.get(), 0.1)
            break
        except TimeoutError:
            continue
    await there.close()
    assert orjson.loads(message) == {"topic": "a", "n": 1}
