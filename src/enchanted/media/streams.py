"""The bytes of films and pictures over raw ASGI, no Django request in between.

/stream/<grant>/...      playlists, segments, subtitles and the original of one film, for the browser the grant names
/pictures/<key>/<w>.webp posters and backdrops; a key is a hash nobody can guess, and never changes its picture
"""

from __future__ import annotations

import asyncio
import re
import time
from pathlib import Path

from django.conf import settings
from django.db import close_old_connections
from django.http.cookie import parse_cookie

from enchanted.core import storage
from enchanted.core.pictures import picture_key
from enchanted.core.ranges import Header, Receive, Scope, Send, send_file, send_text
from enchanted.media import queries
from enchanted.media.logic import grants

_LADDER_FILE = re.compile(r"(?:master\.m3u8|[a-z0-9]{1,12}/(?:index\.m3u8|[a-z0-9_]{1,20}\.(?:m4s|mp4)))\Z")
_SUBTITLE = re.compile(r"subtitles/([0-9]{1,12})\.vtt\Z")
_PICTURE = re.compile(r"/pictures/([0-9a-f]{32})/([0-9]{2,4})\.webp\Z")
TYPES = {".m3u8": b"application/vnd.apple.mpegurl", ".m4s": b"video/iso.segment", ".mp4": b"video/mp4",
         ".vtt": b"text/vtt; charset=utf-8", ".webp": b"image/webp", ".webm": b"video/webm",
         ".mkv": b"video/x-matroska"}  # fmt: skip
_COMMON: list[Header] = [(b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"same-origin")]
PLACE_SECONDS = 30
MOST_PLACES = 1000
_places: dict[int, tuple[Path, float]] = {}


async def stream(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer /stream/<grant>/<file>: 403 for a grant that is stale, altered, or another browser's; 404 for no file."""
    token, _, name = scope["path"].removeprefix("/stream/").partition("/")
    grant = grants.read(settings.SECRET_KEY, token, time.time())
    if grant is None or grant.holder != grants.holder_mark(settings.SECRET_KEY, _session_key(scope)):
        return await send_text(
            send, 403, "This address is not, or no longer, yours.\n", [(b"cache-control", b"no-store")]
        )
    path = await _path_of(grant, name)
    if path is None:
        return await send_text(send, 404, "This file is not here.\n")
    lasting = (
        b"private, max-age=3600" if path.suffix in (".m4s", ".mp4") and name != "original" else b"private, no-cache"
    )
    await send_file(scope, receive, send, path, [*_COMMON, _type(path), (b"cache-control", lasting)])


async def picture(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer /pictures/<key>/<width>.webp."""
    found = _PICTURE.match(scope["path"])
    if not found:
        return await send_text(send, 404, "This picture is not here.\n")
    path = storage.place(picture_key(found.group(1), int(found.group(2))))
    forever = (b"cache-control", b"public, max-age=31536000, immutable")
    await send_file(scope, receive, send, path, [*_COMMON, _type(path), forever])


async def _path_of(grant: grants.Grant, name: str) -> Path | None:
    if _LADDER_FILE.match(name):
        return storage.place(f"hls/{grant.encode_id}/{name}")
    subtitle = _SUBTITLE.match(name)
    if subtitle:
        return storage.place(f"subtitles/{grant.movie_id}/{subtitle.group(1)}.vtt")
    return await _original(grant.file_id) if name == "original" else None


async def _original(file_id: int) -> Path | None:
    """Where a film's file lies; asked of the database once in a while, for a player asks for many ranges."""
    known = _places.get(file_id)
    if known and time.monotonic() < known[1]:
        return known[0]
    path = await asyncio.to_thread(_look_up, file_id)
    if len(_places) > MOST_PLACES:
        _places.clear()
    if path is not None:
        _places[file_id] = (path, time.monotonic() + PLACE_SECONDS)
    return path


def _look_up(file_id: int) -> Path | None:
    try:
        return queries.original_path(file_id)
    finally:
        close_old_connections()


def _type(path: Path) -> Header:
    return b"content-type", TYPES.get(path.suffix.lower(), b"application/octet-stream")


def _session_key(scope: Scope) -> str:
    cookies = "; ".join(value.decode("latin-1") for key, value in scope["headers"] if key == b"cookie")
    return parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME, "")
