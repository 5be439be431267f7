"""Bytes of uploads on their way to the disk. All of it waits for the disk, so it is called on threads.

A part grows at `uploads/<id>/.part-<token>`; its length is the offset, whatever ended the line or the process. Who
writes to it holds a lock of the system on it, which ends with the process.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import threading
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from enchanted.core import storage
from enchanted.core.actor import Actor
from enchanted.core.errors import Conflict
from enchanted.media.logic.tus import Checksum
from enchanted.media.models import Upload
from enchanted.media.queries.uploads import own_upload

BLOCK = 4 << 20
MOST_DIGESTS = 1000


class Busy(Conflict):
    """Another request writes to this upload now."""

    status = 423


class Ended(Conflict):
    """The upload is not one that takes bytes any more."""

    status = 410


class NoRoom(Conflict):
    """The disk would be fuller than the house allows."""

    status = 507


class WrongOffset(Conflict):
    """The bytes would not go on where the last ones ended."""


class Digest:
    """The SHA-256 of a growing file, kept up while its bytes arrive and caught up with where it lags behind."""

    def __init__(self) -> None:
        self.sha = hashlib.sha256()
        self.position = 0
        self.known = 0
        self.lock = threading.Lock()

    def feed(self, at: int, data: bytes) -> None:
        """Bytes that were written at `at` for good."""
        with self.lock:
            if at == self.position:
                self.sha.update(data)
                self.position += len(data)
            self.known = max(self.known, at + len(data))

    def catch_up(self, path: Path, known: int) -> None:
        """Read what stands in the file up to `known`, and whatever was fed meanwhile. Errors: OSError."""
        self.known = max(self.known, known)
        with path.open("rb") as file:
            while True:
                with self.lock:
                    if self.position >= self.known:
                        return
                    file.seek(self.position)
                    data = file.read(min(BLOCK, self.known - self.position))
                    if not data:
                        raise OSError(f"{path} became shorter")
                    self.sha.update(data)
                    self.position += len(data)


_digests: OrderedDict[int, Digest] = OrderedDict()
_digests_lock = threading.Lock()


def digest_of(upload_id: int) -> Digest:
    """This process's digest of an upload; one that begins anew where there is none, as after a restart."""
    with _digests_lock:
        digest = _digests.setdefault(upload_id, Digest())
        _digests.move_to_end(upload_id)
        while len(_digests) > MOST_DIGESTS:
            _digests.popitem(last=False)
        return digest


def forget_digest(upload_id: int) -> None:
    with _digests_lock:
        _digests.pop(upload_id, None)


def part_of(upload: Upload) -> Path:
    return storage.place(f"uploads/{upload.pk}/{storage.PART}{upload.token}")


def lock_file(path: Path) -> int:
    """Open a file for this request alone; the lock lasts until the descriptor is closed.

    Errors: Busy, FileNotFoundError.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise Busy(_("This upload is being written to already.")) from None
    return descriptor


@dataclass
class Reception:
    """One request's bytes: where they began and where the next go. With a `checksum` they count only when it fits."""

    upload: Upload
    descriptor: int
    start: int
    checksum: Checksum | None
    offset: int = 0
    check: hashlib._Hash = field(init=False)

    def __post_init__(self) -> None:
        self.offset = self.start
        self.check = hashlib.new(self.checksum.algorithm if self.checksum else "sha1", usedforsecurity=False)

    @property
    def left(self) -> int:
        """How many bytes the upload still takes."""
        return self.upload.size - self.offset

    def write(self, data: bytes) -> None:
        """Put bytes where the last ones ended. Errors: NoRoom."""
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[os.pwrite(self.descriptor, rest, self.offset + len(data) - len(rest)) :]
        except OSError:
            raise NoRoom(_("The disk is full.")) from None
        if self.checksum:
            self.check.update(data)
        else:
            digest_of(self.upload.pk).feed(self.offset, data)
        self.offset += len(data)


def open_reception(*, actor: Actor, token: str, offset: int, checksum: Checksum | None) -> Reception:
    """Begin to take bytes of the actor's own upload from `offset` on.

    Errors: NotFound, NotAllowed, Ended, Busy, WrongOffset, NoRoom.
    """
    upload = own_upload(actor, token)
    try:
        descriptor = lock_file(part_of(upload))
    except FileNotFoundError:
        raise Ended(_("This upload has ended.")) from None
    try:
        upload.refresh_from_db()  # as it stands now that it is ours
        if upload.state != Upload.State.RECEIVING:
            raise Ended(_("This upload has ended."))
        there = _mended(upload, descriptor)
        if there != offset:
            raise WrongOffset(_("The upload goes on at another place."))
        if storage.free_bytes() - settings.HOUSE_DISK_RESERVE < upload.size - there:
            raise NoRoom(_("The disk has no room for the rest of it."))
        if checksum:
            Upload.objects.filter(pk=upload.pk).update(unverified_from=there)
    except BaseException:
        os.close(descriptor)
        raise
    return Reception(upload, descriptor, there, checksum)


def close_reception(*, reception: Reception, whole: bool, at: datetime) -> bool:
    """Keep what arrived; `whole` says that the request came to its end. False when its checksum is wrong.

    Of bytes with a checksum nothing is kept unless all came and it fits.
    """
    checksum = reception.checksum
    fits = checksum is None or (whole and checksum.fits(reception.check))
    try:
        if not fits:
            os.ftruncate(reception.descriptor, reception.start)
            reception.offset = reception.start
        Upload.objects.filter(pk=reception.upload.pk).update(offset=reception.offset, unverified_from=None, moved_at=at)
    finally:
        os.close(reception.descriptor)
    return fits


def offset_of(upload: Upload) -> int:
    """Where an upload goes on. Bytes of a piece that was not verified to its end are not counted."""
    try:
        there = part_of(upload).stat().st_size
    except FileNotFoundError:
        return upload.size
    return there if upload.unverified_from is None else min(there, upload.unverified_from)


def _mended(upload: Upload, descriptor: int) -> int:
    """The length of the part, without a piece whose writer died before its checksum was known to be right."""
    if upload.unverified_from is not None:
        with suppress(OSError):
            os.ftruncate(descriptor, min(os.fstat(descriptor).st_size, upload.unverified_from))
        Upload.objects.filter(pk=upload.pk).update(unverified_from=None)
    return os.fstat(descriptor).st_size
