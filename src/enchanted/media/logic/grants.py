"""Short-lived signed leave to fetch one film's bytes.

A grant stands in the address, so that the relative names inside playlists inherit it. It names the film, the file,
the ladder, and the browser it was given to; the browser proves itself by its session cookie. Checking one takes no
database.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from functools import lru_cache

_SIGNATURE = 16


@dataclass(frozen=True, slots=True)
class Grant:
    """Ids of rows (`encode_id` 0 when there is no ladder), the end as a Unix time, the holder's mark."""

    movie_id: int
    file_id: int
    encode_id: int
    viewing_id: int
    expires: int
    holder: str


def holder_mark(secret: str, session_key: str) -> str:
    """What a grant keeps of the browser's session: enough to know it again, nothing to sign in with."""
    return _mac(secret, "holder", session_key)[:16]


def sign(secret: str, grant: Grant) -> str:
    """The grant as a path segment."""
    ids = (grant.movie_id, grant.file_id, grant.encode_id, grant.viewing_id, grant.expires)
    text = f"{'.'.join(f'{number:x}' for number in ids)}.{grant.holder}"
    return f"{text}.{_mac(secret, 'grant', text)}"


def read(secret: str, token: str, now: float) -> Grant | None:
    """The grant in a path segment; None when it is stale, altered or none at all."""
    text, _, signature = token.rpartition(".")
    if not hmac.compare_digest(signature.encode(), _mac(secret, "grant", text).encode()):
        return None
    *numbers, holder = text.split(".")
    movie, file, encode, viewing, expires = (int(number, 16) for number in numbers)
    grant = Grant(movie, file, encode, viewing, expires, holder)
    return grant if grant.expires > now else None


@lru_cache(8)
def _key(secret: str, purpose: str) -> bytes:
    return hashlib.sha256(f"enchanted.media.{purpose}:{secret}".encode()).digest()


def _mac(secret: str, purpose: str, text: str) -> str:
    digest = hmac.digest(_key(secret, purpose), text.encode(), "sha256")[:_SIGNATURE]
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
