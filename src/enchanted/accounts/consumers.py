"""Pushes of accounts, and the line over /ws/accounts/code/ on which a browser waits for its code to be confirmed."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from channels.db import database_sync_to_async

from enchanted.accounts import actions, queries
from enchanted.accounts.events import SessionsEnded, SignInCodeAnswered
from enchanted.accounts.logic import browser_mark
from enchanted.accounts.models import SignInCode
from enchanted.core import clock, relay
from enchanted.core.actor import Actor
from enchanted.core.sockets import TopicConsumer, end_lines, scope_of


def tell_sessions_ended(fact: SessionsEnded) -> None:
    """Open lines of browsers that are signed out now are closed; they come back as guests."""
    end_lines(fact.user_id, fact.keys, fact.kept)


def tell_code_answered(fact: SignInCodeAnswered) -> None:
    shown = SignInCode.objects.filter(pk=fact.code_id).first()
    if shown is not None:
        relay.publish(f"code:{shown.browser}", type=queries.answer_words(shown))


class CodeNews(TopicConsumer):
    """Hears yes or no for the code its own browser shows; what was said before it opened is said at once."""

    async def topics(self) -> list[str] | None:
        key = scope_of(self)["session"].session_key
        return [f"code:{browser_mark(key)}"] if key else None

    async def connect(self) -> None:
        await super().connect()
        key = scope_of(self)["session"].session_key
        said = await database_sync_to_async(queries.code_answer)(key or "", clock.now())
        if said:
            await self.send(text_data=f'{{"type":"{said}"}}')


class Presence:
    """Keeps the browsers with open lines seen, once a minute, for as long as a line is open."""

    def __init__(self, every: float = 60) -> None:
        self.every = every
        self.lines: Counter[str] = Counter()
        self.watch: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def of(self, actor: Actor) -> AsyncIterator[None]:
        """While a line of this actor is open."""
        if actor.user_id is None or not actor.key:
            yield
            return
        self.lines[actor.key] += 1
        if self.watch is None or self.watch.done():
            self.watch = asyncio.create_task(self._keep())
        try:
            yield
        finally:
            self.lines[actor.key] -= 1
            if self.lines[actor.key] <= 0:
                del self.lines[actor.key]

    async def _keep(self) -> None:
        while self.lines:
            await asyncio.sleep(self.every)
            await database_sync_to_async(actions.note_lines)(session_keys=list(self.lines), at=clock.now())
