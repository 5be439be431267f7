"""The headers of tus 1.0, the protocol of uploads that can be taken up again (https://tus.io)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,termination,checksum,expiration"
ALGORITHMS = ("sha256", "sha1")
TYPE = "application/offset+octet-stream"
MOST_METADATA = 8_000
MOST_DIGITS = 18  # what a column of the database holds
_NUMBER = re.compile(r"[0-9]+\Z", re.ASCII)
_KEY = re.compile(r"[!-+\--~]+\Z", re.ASCII)


class Malformed(ValueError):
    """A header that can't be what it should be."""


@dataclass(frozen=True)
class Checksum:
    """What a piece of an upload must hash to."""

    algorithm: str
    digest: bytes

    def fits(self, data: hashlib._Hash) -> bool:
        return data.digest() == self.digest


def parse_number(text: str) -> int:
    """An offset or a length: digits alone, and no more of them than a file can have bytes. Errors: Malformed."""
    if not _NUMBER.match(text) or len(text.lstrip("0")) > MOST_DIGITS:
        raise Malformed(f"{text[:40]!r} is not a number of bytes")
    return int(text)


def parse_metadata(text: str) -> dict[str, str]:
    """Upload-Metadata: pairs of a key and its value in base64. Errors: Malformed.

    >>> parse_metadata("filename QSBmaWxtLm1rdg==,kind ZmlsbQ==")
    {'filename': 'A film.mkv', 'kind': 'film'}
    """
    if len(text) > MOST_METADATA:
        raise Malformed("there is too much of Upload-Metadata")
    told: dict[str, str] = {}
    for pair in filter(None, (part.strip(" ") for part in text.split(","))):
        key, _space, value = pair.partition(" ")
        if not _KEY.match(key) or key in told:
            raise Malformed(f"{key[:40]!r} is no key of Upload-Metadata, or stands there twice")
        try:
            told[key] = base64.b64decode(value.strip(" "), validate=True).decode()
        except (binascii.Error, ValueError):
            raise Malformed(f"the value of {key[:40]!r} is not text in base64") from None
    return told


def parse_checksum(text: str) -> Checksum | None:
    """Upload-Checksum; None where there is none. Errors: Malformed, also for an algorithm the house doesn't know."""
    if not text:
        return None
    algorithm, _space, value = text.partition(" ")
    if algorithm not in ALGORITHMS:
        raise Malformed(f"checksums are in {' or '.join(ALGORITHMS)}")
    try:
        digest = base64.b64decode(value.strip(" "), validate=True)
    except (binascii.Error, ValueError):
        raise Malformed("the checksum is not in base64") from None
    if len(digest) != hashlib.new(algorithm, usedforsecurity=False).digest_size:
        raise Malformed("the checksum is of another length")
    return Checksum(algorithm, digest)
