"""Carries requests from ASGI to Django in a small fixed pool of threads.

Django's own ASGI handler makes a thread pool a request and with it a database connection a request; here the threads
stay, and so do their connections. The line before the pool is bounded: beyond it the answer is 429, at once. A view
runs from its first middleware to the closing of its response on one thread.

Three things a response may ask of the bridge: a file is sent by the kernel, `answer_after` seconds pass before the
answer leaves (without holding a thread), a stream is pulled in the pool.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import IO, Any

from django.core import signals
from django.core.handlers.asgi import ASGIRequest
from django.core.handlers.base import BaseHandler
from django.http import FileResponse, HttpResponseBase
from django.urls import set_script_prefix

from enchanted.core.ranges import Receive, Scope, Send, send_text

QUEUE_LENGTH = 4096
BODY_LIMIT = 64 << 20
SPOOL = 1 << 20
PATIENCE = 0.05
END = object()

Answer = tuple[HttpResponseBase, bytes | None]


class Disconnected(Exception):
    """The client left before its request was whole."""


class TooLarge(Exception):
    """The body is over the limit."""


class Bridge(BaseHandler):
    """An ASGI application that answers http scopes with Django."""

    def __init__(self, threads: int, queue_length: int = QUEUE_LENGTH, body_limit: int = BODY_LIMIT) -> None:
        super().__init__()
        self.load_middleware(is_async=False)
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="page")
        self.queue_length = queue_length
        self.body_limit = body_limit
        self.waiting = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.waiting >= self.queue_length:
            return await send_text(send, 429, "The house is full; come back in a moment.\n", [(b"retry-after", b"2")])
        with tempfile.SpooledTemporaryFile(max_size=SPOOL) as body:
            try:
                await read_body(scope, receive, body, self.body_limit)
            except Disconnected:
                return
            except TooLarge:
                return await send_text(send, 413, "This is too much at once.\n", [(b"connection", b"close")])
            answer = await self._answer(scope, receive, body)
        if answer:
            await self._send(scope, send, *answer)

    async def _answer(self, scope: Scope, receive: Receive, body: IO[bytes]) -> Answer | None:
        """Stand in line and be answered; None when the client left before its turn."""
        self.waiting += 1
        job = self.pool.submit(self._run, scope, body)
        watch = Watch(receive, job)
        try:
            return await asyncio.wrap_future(job)
        except asyncio.CancelledError:
            if job.cancelled():
                return None
            raise
        finally:
            watch.end()
            self.waiting -= 1

    def _run(self, scope: Scope, body: IO[bytes]) -> Answer:
        """On a pool thread: the whole of Django. The content is None for streams and files, which stay open."""
        set_script_prefix(scope.get("root_path", ""))
        signals.request_started.send(sender=self.__class__, scope=scope)
        response = self.get_response(ASGIRequest(scope, body))
        if getattr(response, "streaming", False):
            return response, None
        content: bytes = response.content  # type: ignore[attr-defined]
        response.close()
        return response, content

    async def _send(self, scope: Scope, send: Send, response: HttpResponseBase, content: bytes | None) -> None:
        delay = getattr(response, "answer_after", 0)
        if delay:
            await asyncio.sleep(delay)
        await send({"type": "http.response.start", "status": response.status_code, "headers": _headers(response)})
        if content is not None:
            await send({"type": "http.response.body", "body": content})
            return
        loop = asyncio.get_running_loop()
        try:
            path = _whole_file(scope, response)
            if path:
                await send({"type": "http.response.pathsend", "path": path})
                return
            chunks: Iterator[Any] = iter(response)
            while (chunk := await loop.run_in_executor(self.pool, next, chunks, END)) is not END:
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await send({"type": "http.response.body"})
        finally:
            await loop.run_in_executor(self.pool, response.close)


async def read_body(scope: Scope, receive: Receive, body: IO[bytes], limit: int) -> None:
    """Read a request's body into `body` and rewind it.

    Errors: TooLarge past `limit` bytes, Disconnected when the client leaves first.
    """
    declared = next((value for key, value in scope["headers"] if key == b"content-length"), b"0")
    if declared.isdigit() and int(declared) > limit:
        raise TooLarge
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Disconnected
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > limit:
            raise TooLarge
        body.write(chunk)
        if not message.get("more_body"):
            break
    body.seek(0)


class Watch:
    """Takes a request whose client left out of the line. Begins after a moment: most answers are quicker."""

    def __init__(self, receive: Receive, job: Future[Any]) -> None:
        self.receive = receive
        self.job = job
        self.task: asyncio.Task[None] | None = None
        self.timer = asyncio.get_running_loop().call_later(PATIENCE, self._begin)

    def end(self) -> None:
        self.timer.cancel()
        if self.task:
            self.task.cancel()

    def _begin(self) -> None:
        self.task = asyncio.ensure_future(self._wait())

    async def _wait(self) -> None:
        while (await self.receive())["type"] != "http.disconnect":
            pass
        self.job.cancel()


def _headers(response: HttpResponseBase) -> list[tuple[bytes, bytes]]:
    pairs = [(key.lower().encode("latin-1"), str(value).encode("latin-1")) for key, value in response.items()]
    cookies = [(b"set-cookie", morsel.output(header="").strip().encode()) for morsel in response.cookies.values()]
    return pairs + cookies


def _whole_file(scope: Scope, response: HttpResponseBase) -> str | None:
    """The path of a response that is one whole file on disk, when the server can have the kernel send it."""
    if not isinstance(response, FileResponse) or response.status_code != 200 or scope["method"] != "GET":
        return None
    name = getattr(response.file_to_stream, "name", None)
    return name if isinstance(name, str) and "http.response.pathsend" in scope.get("extensions", {}) else None
