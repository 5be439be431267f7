"""Takes jobs one after the other and brings each to whichever end it comes to."""

from __future__ import annotations

import errno
import logging
import os
import secrets
import socket
from contextlib import suppress
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_noop as _

from enchanted.core import clock, storage
from enchanted.core.jobs import stopping
from enchanted.media.actions import encodes, making, starting
from enchanted.media.actions.child import Stalled, ToolFailed
from enchanted.media.actions.encodes import DISK_FULL, LeaseLost
from enchanted.media.actions.endings import DiskFull, Failed, Stopped
from enchanted.media.models import Encode, MediaFile

log = logging.getLogger(__name__)

LIKELY_SHARE = 0.6


@cache
def _token(pid: int) -> str:
    return secrets.token_hex(4)


def owner() -> str:
    """This process's name on a lease: machine, process, and a part that no other process of that number had."""
    return f"{_machine()}:{os.getpid()}:{_token(os.getpid())}"


@cache
def _machine() -> str:
    """The machine, or the container: they may share a host name, never a process namespace."""
    try:
        space = Path("/proc/self/ns/pid").readlink().name
    except OSError:
        space = ""
    return f"{socket.gethostname()[:40]}/{''.join(filter(str.isdigit, space))}"


def run_all(kind: str) -> int:
    """Carry out every job of a kind that waits, one after the other. Returns how many were taken."""
    taken = 0
    while not stopping.is_set():
        encode = encodes.claim_encode(owner=owner(), kind=kind, at=clock.now(), fits=_fits)
        if encode is None:
            break
        taken += 1
        run_encode(encode)
    return taken


def free_dead_workers() -> int:
    """Give back the jobs of this machine's workers that no longer run, without waiting for their leases."""
    held = Encode.objects.filter(state=Encode.State.RUNNING).values_list("lease_owner", flat=True)
    dead = [name for name in held if name != owner() and _is_dead(name)]
    return encodes.free_leases_of(owners=dead) if dead else 0


def remove_leftovers() -> int:
    """Remove folders of ladders that no job stands for any more. Returns how many."""
    removed = 0
    for folder in storage.place("hls").glob("*"):
        number = folder.name.removeprefix(storage.PART).partition("-")[0]
        wanted = Q(state=Encode.State.RUNNING)
        if not folder.name.startswith(storage.PART):
            wanted |= ~Q(folder="")
        if not number.isdigit() or not Encode.objects.filter(wanted, pk=int(number)).exists():
            storage.remove(folder)
            removed += 1
    return removed


def run_encode(encode: Encode) -> None:
    """Carry out one claimed job to whichever end it comes to."""
    try:
        (starting.start if encode.kind == Encode.Kind.REMUX else making.make)(encode)
    except LeaseLost:
        log.info("Encode %s was taken from this worker", encode.pk)
    except Stopped:
        with suppress(LeaseLost):
            encodes.put_back_encode(encode=encode)
    except DiskFull:
        _wait_for_room(encode)
    except ToolFailed as fault:
        _end(encode, _failure(fault.said, fault.code, encode.file))
    except Stalled:
        _end(encode, Failed(_("ffmpeg made no headway for five minutes."), again=True))
    except Failed as fault:
        _end(encode, fault)
    except Exception as fault:
        if isinstance(fault, OSError) and fault.errno == errno.ENOSPC:
            return _wait_for_room(encode)
        log.exception("Encode %s broke", encode.pk)
        _end(encode, Failed(_("The house failed.") + f"\n{fault!r}"[:500], again=True))


def _end(encode: Encode, fault: Failed) -> None:
    """A job failed. What can't be repacked may well be decoded: only a ladder says that a film is broken."""
    if fault.reason == DISK_FULL:
        return _wait_for_room(encode)
    log.warning("Encode %s failed: %s", encode.pk, fault.reason)
    beyond = encode.kind == Encode.Kind.REMUX and fault.file_state == MediaFile.State.BROKEN
    state = MediaFile.State.READY if beyond else fault.file_state
    with suppress(LeaseLost):
        encodes.fail_encode(encode=encode, reason=fault.reason, again=fault.again, file_state=state, at=clock.now())


def _wait_for_room(encode: Encode) -> None:
    log.warning("Encode %s waits: the disk is full", encode.pk)
    with suppress(LeaseLost):
        encodes.put_back_encode(encode=encode, reason=DISK_FULL)


def _fits(encode: Encode) -> bool:
    """Whether the disk has room for what a job makes; one that met a full disk before needs room for the most."""
    share = 1.0 if encode.reason == DISK_FULL else LIKELY_SHARE
    return storage.free_bytes() >= settings.HOUSE_DISK_RESERVE + making.most_bytes(encode) * share


def _failure(said: str, code: int, file: MediaFile) -> Failed:
    if not Path(file.path).exists():
        if MediaFile.objects.filter(pk=file.pk).exclude(path=file.path).exists():  # it was moved, and that is known
            return Failed(_("The film's file has changed."), again=True)
        return Failed(_("The film's file is no longer there."), again=False, file_state=MediaFile.State.MISSING)
    if "No space left on device" in said:
        return Failed(DISK_FULL, again=True)
    if code < 0:
        return Failed(_("ffmpeg was ended by the system.") + f"\nsignal {-code}", again=True)
    if "Cannot allocate memory" in said:
        return Failed(_("It needs more memory than an encode may take."), again=False)
    lines = [line.strip().replace(file.path, file.path.rsplit("/", 1)[-1]) for line in said.splitlines()]
    last = " · ".join([line for line in lines if line][-3:]) or f"code {code}"
    return Failed(_("ffmpeg could not encode it.") + f"\n{last[:600]}", again=False, file_state=MediaFile.State.BROKEN)


def _is_dead(name: str) -> bool:
    machine, _, rest = name.partition(":")
    number, _, token = rest.partition(":")
    if machine != _machine() or not number.isdigit():
        return False
    if int(number) == os.getpid():
        return token != _token(os.getpid())
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
