"""Passes pushes to whoever listens: inside the process, and between processes through Redis.

A topic is a string such as `encode:12`. A subscriber is a bounded queue of one socket; when it is full the subscriber
is dropped, so a slow reader never holds the others, and its socket closes and comes back by itself.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import defaultdict
from typing import Any

import orjson
from django.conf import settings

log = logging.getLogger(__name__)

CHANNEL = "enchanted:relay"
QUEUE_LENGTH = 256
CLOSED = b""


class Subscriber:
    """One listener's mailbox. `get` gives the next message; CLOSED when it fell behind."""

    def __init__(self) -> None:
        self.queue: asyncio.Queue[bytes] = asyncio.Queue(QUEUE_LENGTH)

    def put(self, message: bytes) -> None:
        try:
            self.queue.put_nowait(message)
        except asyncio.QueueFull:
            while not self.queue.empty():
                self.queue.get_nowait()
            self.queue.put_nowait(CLOSED)

    async def get(self) -> bytes:
        return await self.queue.get()


class Hub:
    """The topics of this process. `publish` may be called from any thread, the rest from the loop's own."""

    def __init__(self) -> None:
        self.loop: asyncio.AbstractEventLoop | None = None
        self.rooms: dict[str, set[Subscriber]] = defaultdict(set)
        self._listener: asyncio.Task[None] | None = None
        self._redis: Any = None
        self._lock = threading.Lock()

    async def open(self) -> None:
        self.loop = asyncio.get_running_loop()
        if settings.HOUSE_REDIS:
            self._listener = asyncio.create_task(self._listen())

    async def close(self) -> None:
        if self._listener:
            self._listener.cancel()
        self.loop = None

    def join(self, topic: str, subscriber: Subscriber) -> None:
        self.rooms[topic].add(subscriber)

    def leave(self, topic: str, subscriber: Subscriber) -> None:
        members = self.rooms.get(topic)
        if members:
            members.discard(subscriber)
            if not members:
                del self.rooms[topic]

    def publish(self, topic: str, event: dict[str, Any]) -> None:
        message = orjson.dumps({"topic": topic, **event})
        if settings.HOUSE_REDIS:
            self._redis_client().publish(CHANNEL, message)
        elif self.loop:
            self.loop.call_soon_threadsafe(self._deliver, topic, message)

    def _deliver(self, topic: str, message: bytes) -> None:
        for subscriber in list(self.rooms.get(topic, ())):
            subscriber.put(message)

    def _redis_client(self) -> Any:
        import redis

        with self._lock:
            if self._redis is None:
                self._redis = redis.Redis.from_url(settings.HOUSE_REDIS)
            return self._redis

    async def _listen(self) -> None:
        from redis import asyncio as redis_asyncio

        while True:
            try:
                async with redis_asyncio.Redis.from_url(settings.HOUSE_REDIS) as client, client.pubsub() as line:
                    await line.subscribe(CHANNEL)
                    async for item in line.listen():
                        if item["type"] == "message":
                            self._deliver(orjson.loads(item["data"])["topic"], item["data"])
            except Exception:
                log.warning("The relay lost Redis; trying again", exc_info=True)
                await asyncio.sleep(1)


hub = Hub()


def reaches_the_house() -> bool:
    """Whether a push published here arrives at open pages: not so in a command run beside an embedded house."""
    return bool(settings.HOUSE_REDIS) or hub.loop is not None


def publish(topic: str, **event: Any) -> None:
    """Send `event` to everyone on `topic`, from any thread. Fleeting: nobody there, nothing kept."""
    hub.publish(topic, event)
