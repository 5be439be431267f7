"""The websocket every feature's consumer is made of: it joins topics of the relay and passes their news on."""

from __future__ import annotations

import asyncio
from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer

from enchanted.core.relay import CLOSED, Subscriber, hub

FELL_BEHIND = 4408
REFUSED = 4403
NO_SUCH_PLACE = 4404


class TopicConsumer(AsyncWebsocketConsumer):
    """Subclasses say which topics an actor may hear; None refuses the line."""

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
        self.joined = allowed
        for topic in allowed:
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
            await self.send(text_data=message.decode())
        await self.close(FELL_BEHIND)


class NoSuchPlace(AsyncWebsocketConsumer):
    """Answers sockets to unknown addresses."""

    async def connect(self) -> None:
        await self.accept()
        await self.close(NO_SUCH_PLACE)


def scope_of(consumer: Any) -> dict[str, Any]:
    """The connection's scope, typed."""
    scope: dict[str, Any] = consumer.scope
    return scope
