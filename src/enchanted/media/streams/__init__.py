"""The bytes of films and pictures over raw ASGI, no Django request in between.

/stream/<grant>/...      playlists, segments, subtitles and the original of one film, for the browser the grant names
/pictures/<key>/<w>.webp posters and backdrops; a key is a hash nobody can guess, and never changes its picture
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from django.conf import settings
from django.db import close_old_connections
from django.http.cookie import parse_cookie

from enchanted.core import storage
from enchanted.core.pictures import picture_key
from enchanted.core.ranges import Header, Receive, Scope, Send, send_file, send_text
from enchanted.media import queries
from enchanted.media.logic import grants
from enchanted.media.queries import texts

_LADDER_FILE = re.compile(
    r"(?:[a-z0-9]{1,12}/(?:(?:index|frames)\.m3u8|[a-z0-9_]{1,20}\.(?:m4s|mp4))|storyboard\.vtt|story/[0-9]{3,5}\.jpg)\Z"
)
_SUBTITLE = re.compile(r"subtitles/([0-9]{1,12})\.vtt\Z")
_SUBTITLE_LIST = re.compile(r"subtitles/([0-9]{1,12})\.m3u8\Z")
_SUBTITLE_PART = re.compile(r"subtitles/([0-9]{1,12})/([0-9]{1,5})\.vtt\Z")
_PICTURE = re.compile(r"/pictures/([0-9a-f]{32})/([0-9]{2,4})\.webp\Z")
TYPES = {".m3u8": b"application/vnd.apple.mpegurl", ".m4s": b"video/iso.segment", ".mp4": b"video/mp4",
         ".vtt": b"text/vtt; charset=utf-8", ".webp": b"image/webp", ".webm": b"video/webm", ".jpg": b"image/jpeg",
         ".mkv": b"video/x-matroska", ".mov": b"video/quicktime", ".m4v": b"video/mp4"}  # fmt: skip
Answer = TypeVar("Answer")
_COMMON: list[Header] = [(b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"same-origin")]
_KEPT = (".m4s", ".mp4", ".jpg")


class Remembered(Generic[Answer]):
    """Answers of the database about a number, asked again once in a while: a player asks for many pieces."""

    def __init__(self, ask: Callable[[int], Answer], seconds: float, most: int = 4000) -> None:
        self.ask, self.seconds, self.most = ask, seconds, most
        self.known: dict[int, tuple[Answer, float]] = {}

    async def get(self, number: int) -> Answer:
        held = self.known.get(number)
        if held and time.monotonic() < held[1]:
            return held[0]
        answer = await asyncio.to_thread(self._ask, number)
        if len(self.known) >= self.most:
            self.known.clear()
        self.known[number] = (answer, time.monotonic() + self.seconds)
        return answer

    def _ask(self, number: int) -> Answer:
        try:
            return self.ask(number)
        finally:
            close_old_connections()


_originals: Remembered[Path | None] = Remembered(queries.original_path, 30)
_open_viewings: Remembered[bool] = Remembered(queries.viewing_is_open, 5)


async def stream(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer /stream/<grant>/<file>: 403 for a grant that is stale, altered, yielded or another browser's; 404 for no
    file."""
    token, _, name = scope["path"].removeprefix("/stream/").partition("/")
    grant = grants.read(settings.SECRET_KEY, token, time.time())
    if grant is None or grant.holder != grants.holder_mark(settings.SECRET_KEY, _session_key(scope)):
        return await _refuse(send, "This address is not, or no longer, yours.\n")
    if grant.viewing_id and not await _open_viewings.get(grant.viewing_id):
        return await _refuse(send, "Another screen took this one's place.\n")
    text = await _written(grant, name)
    if text is not None:
        return await _send_written(send, text, name)
    path = await _path_of(grant, name)
    if path is None:
        return await send_text(send, 404, "This file is not here.\n")
    kept = path.suffix in _KEPT and name != "original"
    lasting = b"private, max-age=3600" if kept else b"private, no-cache"
    await send_file(scope, receive, send, path, [*_COMMON, _type(path), (b"cache-control", lasting)])


async def picture(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer /pictures/<key>/<width>.webp."""
    found = _PICTURE.match(scope["path"])
    if not found:
        return await send_text(send, 404, "This picture is not here.\n")
    path = storage.place(picture_key(found.group(1), int(found.group(2))))
    forever = (b"cache-control", b"public, max-age=31536000, immutable")
    await send_file(scope, receive, send, path, [*_COMMON, _type(path), forever])


async def _refuse(send: Send, words: str) -> None:
    await send_text(send, 403, words, [(b"cache-control", b"no-store")])


async def _written(grant: grants.Grant, name: str) -> str | None:
    """The text of a name that is no file but written when asked for; None for other names, and when it can't be."""
    if name == "master.m3u8":
        return await asyncio.to_thread(texts.master_playlist, grant)
    listed = _SUBTITLE_LIST.match(name)
    if listed:
        return await asyncio.to_thread(texts.subtitle_playlist, grant, int(listed.group(1)))
    part = _SUBTITLE_PART.match(name)
    return await asyncio.to_thread(texts.subtitle_part, grant, int(part.group(1)), int(part.group(2))) if part else None


async def _send_written(send: Send, text: str, name: str) -> None:
    body = text.encode()
    headers = [*_COMMON, _type(Path(name)), (b"cache-control", b"private, no-cache"),
               (b"content-length", str(len(body)).encode())]  # fmt: skip
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _path_of(grant: grants.Grant, name: str) -> Path | None:
    if _LADDER_FILE.match(name):
        return storage.place(f"hls/{grant.encode_id}/{name}")
    subtitle = _SUBTITLE.match(name)
    if subtitle:
        return storage.place(f"subtitles/{grant.movie_id}/{subtitle.group(1)}.vtt")
    return await _originals.get(grant.file_id) if name == "original" else None


def _type(path: Path) -> Header:
    return b"content-type", TYPES.get(path.suffix.lower(), b"application/octet-stream")


def _session_key(scope: Scope) -> str:
    cookies = "; ".join(value.decode("latin-1") for key, value in scope["headers"] if key == b"cookie")
    return parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME, "")
