"""The websocket every feature's consumer is made of: it joins topics of the relay and passes their news on."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Collection
from typing import Any

import orjson
from channels.generic.websocket import AsyncWebsocketConsumer

from enchanted.core.relay import CLOSED, Subscriber, hub, publish

FELL_BEHIND = 4408
SIGNED_OUT = 4401
REFUSED = 4403
NO_SUCH_PLACE = 4404


class TopicConsumer(AsyncWebsocketConsumer):
    """Subclasses say which topics an actor may hear; None refuses the line.

    A line ends when its browser is signed out; it comes back as whoever it is then.
    """

    async def topics(self) -> list[str] | None:
        raise NotImplementedError

    async def connect(self) -> None:
        self.subscriber = Subscriber()
        self.joined: list[str] = []
        self.pump: asyncio.Task[None] | None = None
        allowed = await self.topics()
        await self.accept()
        if allowed is None:
            await self.close(REFUSED)
            return
        actor = scope_of(self)["actor"]
        self.mark = _line_mark(actor.key)
        self.leaving = _leaving(actor.user_id) if actor.user_id is not None else ""
        self.joined = [*allowed, self.leaving] if self.leaving else allowed
        for topic in self.joined:
            hub.join(topic, self.subscriber)
        self.pump = asyncio.create_task(self._pump())

    async def disconnect(self, code: int) -> None:
        for topic in self.joined:
            hub.leave(topic, self.subscriber)
        if self.pump:
            self.pump.cancel()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """What a page says here is ignored; these lines only listen."""

    async def _pump(self) -> None:
        while (message := await self.subscriber.get()) != CLOSED:
            if not self._is_of_leaving(message):
                await self.send(text_data=message.decode())
            elif self._leaves(orjson.loads(message)):
                return await self._part()
        await self.close(FELL_BEHIND)

    async def _part(self) -> None:
        """Nothing more is told here. A close leaves the server with the page's next word, so it is asked for one."""
        for topic in self.joined:
            hub.leave(topic, self.subscriber)
        await self.send(text_data='{"type":"signed-out"}')
        await self.close(SIGNED_OUT)

    def _is_of_leaving(self, message: bytes) -> bool:
        return bool(self.leaving) and message.startswith(b'{"topic":"%s",' % self.leaving.encode())

    def _leaves(self, told: dict[str, Any]) -> bool:
        return self.mark in told["marks"] if told["marks"] is not None else self.mark != told["kept"]


def end_lines(user_id: int, keys: Collection[str] | None, kept: str) -> None:
    """Close the account's lines of browsers with these session keys, or of all but `kept` where `keys` is None."""
    marks = None if keys is None else [_line_mark(key) for key in keys]
    publish(_leaving(user_id), type="signed-out", marks=marks, kept=_line_mark(kept))


def _leaving(user_id: int) -> str:
    return f"signed-out:{user_id}"


def _line_mark(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:32]


class NoSuchPlace(AsyncWebsocketConsumer):
    """Answers sockets to unknown addresses."""

    async def connect(self) -> None:
        await self.accept()
        await self.close(NO_SUCH_PLACE)


def scope_of(consumer: Any) -> dict[str, Any]:
    """The connection's scope, typed."""
    scope: dict[str, Any] = consumer.scope
    return scope
