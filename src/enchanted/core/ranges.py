"""Sends files over raw ASGI: up to 4 MiB as one message, longer ones by the server, longer ranges in blocks.

Behind an nginx that may read the files itself (ACCEL_PREFIX) only their place is told, and nginx sends them.

One message costs the server the least by far (benchmarks/serving.py); a segment is that small. What the system holds in
memory is read on the spot, the rest by threads.

Answers HEAD, conditional requests (ETag, If-None-Match, If-Range, Last-Modified) and single byte ranges as RFC 9110
asks. Several ranges in one request are answered with the whole file, which the RFC allows.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from email.utils import formatdate
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings

from enchanted.core.http import is_trusted

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Header = tuple[bytes, bytes]

BLOCK = 1 << 20
AT_ONCE = 4 << 20
STRIDE = 1 << 20
_RANGE = re.compile(r"bytes=(\d*)-(\d*)\s*$")


def header(scope: Scope, name: bytes) -> str:
    """The first value of a request header; empty when absent."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def etag_of(status: os.stat_result) -> str:
    """A strong validator of a file's bytes, from its size and time of change."""
    return f'"{status.st_size:x}-{status.st_mtime_ns:x}"'


def parse_range(text: str, size: int) -> tuple[int, int] | None:
    """The first and last byte `text` asks for, both included; None when the whole file is to be sent.

    Errors: ValueError when the range lies outside of the file (416).
    """
    match = _RANGE.match(text)
    if not match or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        if int(last) == 0 or size == 0:
            raise ValueError("empty suffix")
        return max(0, size - int(last)), size - 1
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        raise ValueError("beyond the end")
    return int(first), min(int(last), size - 1) if last else size - 1


async def send_text(send: Send, status: int, text: str, headers: Iterable[Header] = ()) -> None:
    """A short plain answer."""
    body = text.encode()
    start = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode()), *headers]
    await send({"type": "http.response.start", "status": status, "headers": start})
    await send({"type": "http.response.body", "body": body})


async def send_file(scope: Scope, receive: Receive, send: Send, path: Path, headers: Iterable[Header]) -> None:
    """Answer a GET or HEAD with the file at `path`; 404 when it is gone, 405 for another method."""
    if scope["method"] not in ("GET", "HEAD"):
        return await send_text(send, 405, "Only GET and HEAD.\n", [(b"allow", b"GET, HEAD")])
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return await send_text(send, 404, "This file is not here.\n")
    if settings.HOUSE_ACCEL_PREFIX and is_trusted((scope.get("client") or ("",))[0]):
        os.close(descriptor)
        return await _hand_over(send, path, list(headers))
    try:
        await _answer(scope, send, path, descriptor, list(headers))
    finally:
        os.close(descriptor)


async def _hand_over(send: Send, path: Path, headers: list[Header]) -> None:
    """Leave the bytes, their ranges and conditions to the nginx that asked for them."""
    place = settings.HOUSE_ACCEL_PREFIX.rstrip("/") + quote(os.fsencode(path))
    headers += [(b"x-accel-redirect", place.encode()), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body"})


async def _answer(scope: Scope, send: Send, path: Path, descriptor: int, headers: list[Header]) -> None:
    status = os.fstat(descriptor)
    size, etag = status.st_size, etag_of(status)
    modified = formatdate(status.st_mtime, usegmt=True)
    headers += [(b"etag", etag.encode()), (b"last-modified", modified.encode()), (b"accept-ranges", b"bytes")]
    if _unchanged(scope, etag, modified):
        await send({"type": "http.response.start", "status": 304, "headers": headers})
        await send({"type": "http.response.body"})
        return
    try:
        span = parse_range(header(scope, b"range"), size) if _wants_range(scope, etag, modified) else None
    except ValueError:
        return await send_text(send, 416, "Outside of the file.\n", [(b"content-range", b"bytes */%d" % size)])
    first, last = span or (0, size - 1)
    headers.append((b"content-length", str(last - first + 1).encode()))
    if span:
        headers.append((b"content-range", b"bytes %d-%d/%d" % (first, last, size)))
    await send({"type": "http.response.start", "status": 206 if span else 200, "headers": headers})
    whole = (first, last) == (0, size - 1)
    if scope["method"] == "HEAD" or size == 0:
        await send({"type": "http.response.body"})
    elif last - first < AT_ONCE:
        await send({"type": "http.response.body", "body": await _read(descriptor, first, last - first + 1)})
    elif whole and "http.response.pathsend" in scope.get("extensions", {}):
        await send({"type": "http.response.pathsend", "path": str(path)})
    else:
        await _send_blocks(send, descriptor, first, last)


async def _send_blocks(send: Send, descriptor: int, first: int, last: int) -> None:
    while first <= last:
        block = await _read(descriptor, first, min(BLOCK, last - first + 1))
        first += len(block)
        await send({"type": "http.response.body", "body": block, "more_body": first <= last})


async def _read(descriptor: int, place: int, size: int) -> bytes:
    """Bytes of a file: at once when the system holds them in memory, else from a thread that may wait for the disk.

    Errors: OSError when the file became shorter.
    """
    if _is_at_hand(descriptor, place, size):
        block = os.pread(descriptor, size, place)
    else:
        block = await asyncio.to_thread(os.pread, descriptor, size, place)
    if len(block) < size:
        raise OSError("the file became shorter while it was sent")
    return block


def _is_at_hand(descriptor: int, place: int, size: int) -> bool:
    """Whether these bytes are in memory, by a look at one in each STRIDE; never waits. Only Linux can say."""
    spots = [*range(place, place + size, STRIDE), place + size - 1]
    try:
        return all(os.preadv(descriptor, [bytearray(1)], spot, os.RWF_NOWAIT) for spot in spots)
    except (OSError, AttributeError):
        return False


def _unchanged(scope: Scope, etag: str, modified: str) -> bool:
    known = header(scope, b"if-none-match")
    if known:
        return known.strip() == "*" or etag in [tag.strip().removeprefix("W/") for tag in known.split(",")]
    return header(scope, b"if-modified-since") == modified


def _wants_range(scope: Scope, etag: str, modified: str) -> bool:
    """Only GET knows ranges, and If-Range must still hold (RFC 9110, 14.2)."""
    if scope["method"] != "GET":
        return False
    condition = header(scope, b"if-range")
    return not condition or condition in (etag, modified)
