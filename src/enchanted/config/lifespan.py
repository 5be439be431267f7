"""What starts and ends with the web server: the relay, and in an embedded house the job threads."""

from __future__ import annotations

import asyncio
import logging
import os
import signal

from django.conf import settings
from django.db import close_old_connections

from enchanted.core import jobs, outbox
from enchanted.core.jobs import Workers
from enchanted.core.ranges import Receive, Scope, Send
from enchanted.core.relay import hub

log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
SUPERVISOR_SECONDS = 2.0


class Lifespan:
    """Answers the server's lifespan events."""

    def __init__(self) -> None:
        self.workers: Workers | None = None
        self.news: asyncio.Task[None] | None = None
        self.guard: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await self._start()
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await self._stop()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _start(self) -> None:
        await hub.open()
        self.guard = asyncio.create_task(_end_with_supervisor(os.getppid()))
        if not settings.HOUSE_REDIS:
            self.news = asyncio.create_task(_carry_news())
        if settings.HOUSE_JOBS_INSIDE:
            from enchanted.config import workshop

            self.workers = await asyncio.to_thread(workshop.open_workshop)

    async def _stop(self) -> None:
        if self.workers is not None:
            await asyncio.to_thread(self.workers.stop)
        if self.news is not None:
            self.news.cancel()
        await hub.close()


async def _carry_news() -> None:
    """Without Redis, what commands and workers beside this house have to say stands in the outbox: look there."""
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        try:
            await asyncio.to_thread(_drain_pushes)
        except Exception:
            log.exception("News of other processes could not be read")


def _drain_pushes() -> None:
    try:
        outbox.drain_pushes()
    finally:
        close_old_connections()


async def _end_with_supervisor(supervisor: int) -> None:
    """A server whose supervisor was killed would hold the port for good: it ends, and its encodes with it."""
    while os.getppid() == supervisor:
        await asyncio.sleep(SUPERVISOR_SECONDS)
    jobs.stopping.set()
    await asyncio.sleep(SUPERVISOR_SECONDS)
    os.kill(os.getpid(), signal.SIGKILL)
