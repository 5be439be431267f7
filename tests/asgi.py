"""Calls an ASGI application without a server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Answer:
    """What an application sent: `sent_file` when it left the bytes to the server."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    sent_file: str = ""


async def call(
    app: Callable[..., Any], path: str, *, method: str = "GET", headers: Mapping[str, str] | None = None,
    body: bytes = b"", pathsend: bool = True, leave_after: float | None = None,
) -> Answer:  # fmt: skip
    """One request. `leave_after` seconds the client goes away; otherwise it waits for the whole answer."""
    answer = Answer()
    chunks = [body]
    left = asyncio.Event()
    if leave_after is not None:
        asyncio.get_running_loop().call_later(leave_after, left.set)

    async def receive() -> dict[str, Any]:
        if chunks:
            return {"type": "http.request", "body": chunks.pop(), "more_body": False}
        await left.wait()
        return {"type": "http.disconnect"}

    async def send(message: Mapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = {key.decode(): value.decode() for key, value in message["headers"]}
        elif message["type"] == "http.response.pathsend":
            answer.sent_file = message["path"]
        else:
            answer.body += message.get("body", b"")

    raw = [(key.lower().encode(), value.encode()) for key, value in {"host": "localhost", **(headers or {})}.items()]
    if body:
        raw.append((b"content-length", str(len(body)).encode()))
    scope = {
        "type": "http", "http_version": "1.1", "method": method, "path": path, "raw_path": path.encode(),
        "query_string": b"", "root_path": "", "scheme": "http", "headers": raw, "client": ("127.0.0.1", 5000),
        "server": ("localhost", 80), "extensions": {"http.response.pathsend": {}} if pathsend else {},
    }  # fmt: skip
    await app(scope, receive, send)
    return answer
