"""Uploads over raw ASGI: tus 1.0 with creation, creation with upload, termination, checksums and expiration.

/upload/          POST makes room for a file; OPTIONS tells what is spoken here
/upload/<token>   HEAD tells where it goes on, PATCH sends bytes, DELETE takes it back

The scope brings the actor behind the session's cookie. No form and no page of another place can send the headers that
are asked for here. Memory holds two blocks a request; disk and database are waited for on threads.
"""

from __future__ import annotations

import asyncio
import contextvars
import re
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from email.utils import formatdate
from functools import partial
from typing import Any, TypeVar

from django.conf import settings
from django.db import close_old_connections
from django.http import HttpRequest
from django.http.cookie import parse_cookie
from django.utils import translation

from enchanted.core import clock
from enchanted.core.actor import Actor
from enchanted.core.errors import HouseError
from enchanted.core.ranges import Header, Receive, Scope, Send, header, send_text
from enchanted.media.actions import arriving, receiving, uploading
from enchanted.media.actions.receiving import Ended, Reception
from enchanted.media.logic import tus
from enchanted.media.models import Upload
from enchanted.media.queries.uploads import own_upload

BLOCK = 1 << 20
PATIENCE = 60.0
METHODS = "POST, HEAD, PATCH, DELETE, OPTIONS"
State = Upload.State
_TOKEN = re.compile(r"/upload/([0-9a-f]{32})\Z")
_SPOKEN: list[Header] = [(b"tus-resumable", tus.VERSION.encode()), (b"cache-control", b"no-store"),
                         (b"x-content-type-options", b"nosniff")]  # fmt: skip
_TOLD: list[Header] = [(b"tus-version", tus.VERSION.encode()), (b"tus-extension", tus.EXTENSIONS.encode()),
                       (b"tus-max-size", str(uploading.FILM_BYTES).encode()),
                       (b"tus-checksum-algorithm", ",".join(tus.ALGORITHMS).encode())]  # fmt: skip
_writers = ThreadPoolExecutor(4, thread_name_prefix="upload")
_finishers = ThreadPoolExecutor(2, thread_name_prefix="arrived")
Answer = TypeVar("Answer")


class Refused(Exception):
    """An answer that is no: a status of HTTP and words."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


class Gone(Exception):
    """The sender left before its request was whole; there is nobody to answer."""


async def upload(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request of an upload; a refusal has its status and its words as plain text."""
    try:
        status, headers = await _answer(scope, receive)
    except Gone:
        return
    except Refused as no:
        return await _refuse(send, no.status, str(no))
    except tus.Malformed as fault:
        return await _refuse(send, 400, f"{fault}\n")
    except HouseError as no:
        with translation.override(_language(scope)):
            return await _refuse(send, no.status, f"{no}\n")
    if status != 200:
        headers.append((b"content-length", b"0"))
    await send({"type": "http.response.start", "status": status, "headers": [*_SPOKEN, *headers]})
    await send({"type": "http.response.body"})


async def _answer(scope: Scope, receive: Receive) -> tuple[int, list[Header]]:
    method = scope["method"]
    if method == "OPTIONS":
        return 204, list(_TOLD)
    if method not in METHODS.split(", "):
        raise Refused(405, f"Only {METHODS}.\n")
    if header(scope, b"tus-resumable") != tus.VERSION:
        raise Refused(412, f"This is tus {tus.VERSION}.\n")
    if not _is_own_page(scope):
        raise Refused(403, "Another place's page may not send files here.\n")
    found = _TOKEN.match(scope["path"])
    if method == "POST" and scope["path"] == "/upload/":
        return await _create(scope, receive)
    if found is None or method == "POST":
        raise Refused(404, "There is no such upload.\n")
    return await _ON_ONE[method](scope, receive, scope["actor"], found.group(1))


async def _create(scope: Scope, receive: Receive) -> tuple[int, list[Header]]:
    told = tus.parse_metadata(header(scope, b"upload-metadata"))
    movie = told.get("movie", "")
    wish = uploading.Wish(
        size=tus.parse_number(header(scope, b"upload-length")),
        name=told.get("filename") or told.get("name", ""),
        kind=told.get("kind", Upload.Kind.FILM),
        movie_id=tus.parse_number(movie) if movie else None,
        fingerprint=told.get("fingerprint", ""),
    )
    checksum = tus.parse_checksum(header(scope, b"upload-checksum"))
    actor = scope["actor"]
    made = await _wait(_writers, uploading.open_upload, actor=actor, wish=wish, at=clock.now())
    headers = [(b"location", f"/upload/{made.token}".encode()), _expires(made)]
    if header(scope, b"content-type") == tus.TYPE:
        offset = await _receive(receive, actor, made.token, 0, checksum)
        headers.append((b"upload-offset", b"%d" % offset))
    return 201, headers


async def _tell(scope: Scope, receive: Receive, actor: Actor, token: str) -> tuple[int, list[Header]]:
    """Where an upload goes on. One that is whole, but was not finished, is finished first."""
    found = await _wait(_writers, own_upload, actor, token)
    if found.state == State.REFUSED:
        raise Ended(found.shown_reason)
    offset = found.size
    if found.state == State.RECEIVING:
        offset = await _wait(_writers, receiving.offset_of, found)
        if offset == found.size:
            await _finish(found.pk)
    return 200, [(b"upload-offset", b"%d" % offset), (b"upload-length", b"%d" % found.size), _expires(found)]


async def _append(scope: Scope, receive: Receive, actor: Actor, token: str) -> tuple[int, list[Header]]:
    if header(scope, b"content-type") != tus.TYPE:
        raise Refused(415, f"Bytes come as {tus.TYPE}.\n")
    offset = tus.parse_number(header(scope, b"upload-offset"))
    checksum = tus.parse_checksum(header(scope, b"upload-checksum"))
    there = await _receive(receive, actor, token, offset, checksum)
    return 204, [(b"upload-offset", b"%d" % there), _expires(None)]


async def _end(scope: Scope, receive: Receive, actor: Actor, token: str) -> tuple[int, list[Header]]:
    await _wait(_writers, uploading.end_upload, actor=actor, token=token)
    return 204, []


_ON_ONE: dict[str, Callable[..., Awaitable[tuple[int, list[Header]]]]] = {
    "HEAD": _tell,
    "PATCH": _append,
    "DELETE": _end,
}


async def _receive(receive: Receive, actor: Actor, token: str, offset: int, checksum: tus.Checksum | None) -> int:
    """Take the bytes of one request. Returns where the next ones go. Errors: Gone, Refused, and the actions' own."""
    reception: Reception = await _wait(
        _writers, receiving.open_reception, actor=actor, token=token, offset=offset, checksum=checksum
    )
    number = reception.upload.pk
    whole = fits = False
    lagging = None if checksum else _catch_up(reception)
    try:
        whole = await _drain(receive, reception)
    finally:
        fits = await _wait(_writers, receiving.close_reception, reception=reception, whole=whole, at=clock.now())
    if not whole:
        raise Gone
    if not fits:
        raise Refused(460, "The checksum does not fit these bytes; none was kept.\n")
    if reception.offset == reception.upload.size:
        if lagging is not None:
            await asyncio.wait([lagging])
        await _finish(number)
    return reception.offset


async def _drain(receive: Receive, reception: Reception) -> bool:
    """Write a request's body while more of it arrives. True when it came to its end."""
    waiting: list[bytes] = []
    held, room = 0, reception.left
    writing: asyncio.Future[None] | None = None
    try:
        while True:
            try:
                async with asyncio.timeout(PATIENCE):
                    message = await receive()
            except TimeoutError:
                return False
            piece = message.get("body", b"")
            room -= len(piece)
            if room < 0:
                raise Refused(413, "These are more bytes than the upload has.\n")
            waiting.append(piece)
            held += len(piece)
            left = bool(message["type"] == "http.disconnect")
            ended = left or not message.get("more_body")
            if held and (ended or held >= BLOCK):
                if writing is not None:
                    await writing
                writing = _begin(_writers, reception.write, b"".join(waiting))
                waiting, held = [], 0
            if ended:
                return not left
    finally:
        if writing is not None:
            await writing


def _catch_up(reception: Reception) -> asyncio.Future[None] | None:
    """Where this process doesn't know the digest of what lies there already, it reads that while more arrives."""
    digest = receiving.digest_of(reception.upload.pk)
    if digest.position >= reception.start:
        return None
    return _begin(_finishers, digest.catch_up, receiving.part_of(reception.upload), reception.start)


async def _finish(upload_id: int) -> None:
    await _wait(_finishers, arriving.finish_upload, upload_id=upload_id, at=clock.now())


async def _refuse(send: Send, status: int, words: str) -> None:
    more: list[Header] = list(_TOLD) if status == 412 else []
    more += [(b"allow", METHODS.encode())] if status == 405 else []
    await send_text(send, status, words, [*_SPOKEN, *more])


def _expires(found: Upload | None) -> Header:
    until = (found.moved_at if found else clock.now()) + uploading.STAYS
    return b"upload-expires", formatdate(until.timestamp(), usegmt=True).encode()


def _is_own_page(scope: Scope) -> bool:
    """Whether a browser that says where its page is from names this house; programs say nothing."""
    origin, host = header(scope, b"origin"), header(scope, b"host").lower()
    if header(scope, b"sec-fetch-site") in ("cross-site", "same-site"):
        return False
    trusted: list[str] = settings.CSRF_TRUSTED_ORIGINS
    return not origin or origin in trusted or (host != "" and origin.partition("://")[2].lower() == host)


def _language(scope: Scope) -> str:
    """The language the sender's browser asks for."""
    request = HttpRequest()
    request.COOKIES = parse_cookie(header(scope, b"cookie"))
    request.META["HTTP_ACCEPT_LANGUAGE"] = header(scope, b"accept-language")
    return translation.get_language_from_request(request)


def _begin(pool: ThreadPoolExecutor, work: Callable[..., Answer], *given: Any, **named: Any) -> asyncio.Future[Answer]:
    """Start work on a thread of a pool; what it asks the database leaves no stale connection behind."""
    ready = partial(contextvars.copy_context().run, _on_thread, partial(work, *given, **named))
    return asyncio.get_running_loop().run_in_executor(pool, ready)


async def _wait(pool: ThreadPoolExecutor, work: Callable[..., Answer], *given: Any, **named: Any) -> Answer:
    return await _begin(pool, work, *given, **named)


def _on_thread(work: Callable[[], Answer]) -> Answer:
    try:
        return work()
    finally:
        close_old_connections()
