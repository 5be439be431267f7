"""Makes ladders: takes a job, runs ffmpeg in a child process, and puts what it made in its place, whole."""

from __future__ import annotations

import ctypes
import logging
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

from django.utils.translation import gettext_noop as _

from enchanted.core import clock, storage
from enchanted.core.jobs import stopping
from enchanted.media.actions import encodes
from enchanted.media.actions.encodes import LeaseLost
from enchanted.media.actions.tools import ffmpeg
from enchanted.media.logic import ladder, playlists
from enchanted.media.models import Encode, MediaFile, Rendition

log = logging.getLogger(__name__)

REPORT_SECONDS = 0.7
AUDIO_CODEC = "mp4a.40.2"
_KILL_WITH_PARENT = 1


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


class Stopped(Exception):
    """This process is about to end."""


class Failed(Exception):
    """No ladder was made; `again` when another try may succeed, `file_state` what that says of the film."""

    def __init__(self, reason: str, again: bool, file_state: str = MediaFile.State.READY) -> None:
        super().__init__(reason)
        self.again = again
        self.file_state = file_state


def encode_all() -> int:
    """Make every ladder that waits, one after the other. Returns how many jobs were taken."""
    taken = 0
    while not stopping.is_set():
        encode = encodes.claim_encode(owner=owner(), at=clock.now())
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


def run_encode(encode: Encode) -> None:
    """Carry out one claimed job to whichever end it comes to."""
    target = storage.place(f"hls/{encode.pk}")
    for left in target.parent.glob(f"{storage.PART}{encode.pk}-*"):
        storage.remove(left)
    part = target.parent / f"{storage.PART}{encode.pk}-{encode.attempts}-{secrets.token_hex(4)}"
    part.mkdir(parents=True)
    try:
        _make(encode, part, target)
    except LeaseLost:
        log.info("Encode %s was taken from this worker", encode.pk)
    except Stopped:
        with suppress(LeaseLost):
            encodes.put_back_encode(encode=encode)
    except Failed as fault:
        log.warning("Encode %s failed: %s", encode.pk, fault)
        with suppress(LeaseLost):
            encodes.fail_encode(encode=encode, reason=str(fault), again=fault.again, file_state=fault.file_state,
                                at=clock.now())  # fmt: skip
    except Exception as fault:
        log.exception("Encode %s broke", encode.pk)
        with suppress(LeaseLost):
            encodes.fail_encode(
                encode=encode, reason=_("The house failed.") + f"\n{fault!r}"[:500], again=True, at=clock.now()
            )
    finally:
        storage.remove(part)


def _make(encode: Encode, part: Path, target: Path) -> None:
    file = encode.file
    source = ladder.Source(file.width, file.height, file.frame_rate, bool(file.audio_codec))
    rungs = ladder.plan(source)
    for name in [rung.name for rung in rungs] + ["sound"]:
        (part / name).mkdir()
    _run_ffmpeg(ladder.command(ffmpeg(), source, rungs, file.path, str(part)), encode)
    renditions = _measure(encode, source, rungs, part)
    videos = [_stream(row) for row in renditions if row.kind == Rendition.Kind.VIDEO]
    audios = [_stream(row) for row in renditions if row.kind == Rendition.Kind.AUDIO]
    (part / "master.m3u8").write_text(playlists.master(videos, audios[0] if audios else None))
    _sync(part)
    encodes.advance_encode(encode=encode, progress=999, speed=encode.speed, eta_seconds=0, at=clock.now())
    storage.publish(part, target)
    encodes.finish_encode(encode=encode, folder=f"hls/{encode.pk}", renditions=renditions, at=clock.now())


def _run_ffmpeg(command: list[str], encode: Encode) -> None:
    with tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, text=True, preexec_fn=_as_helper
        )
        try:
            _follow(child, encode)
        except BaseException:
            child.kill()
            raise
        finally:
            code = child.wait()
            child.stdout.close()  # type: ignore[union-attr]
        if code:
            errors.seek(0)
            raise _failure(errors.read().decode(errors="replace"), code, encode.file)


def _follow(child: subprocess.Popen[str], encode: Encode) -> None:
    """Tell the row how far ffmpeg is, and keep the lease, at each of its reports until it closes its output.

    Errors: Stopped, LeaseLost.
    """
    total, began, told = max(encode.file.duration_ms, 1), time.monotonic(), 0.0
    for done_ms in _reports(child.stdout or []):
        if stopping.is_set():
            raise Stopped
        now = time.monotonic()
        if now - told < REPORT_SECONDS:
            continue
        told = now
        encode.speed = round(done_ms / 1000 / max(now - began, 0.001), 2)
        eta = max(0, round((total - done_ms) / 1000 / encode.speed)) if encode.speed else None
        encodes.advance_encode(encode=encode, progress=min(998, done_ms * 1000 // total), speed=encode.speed,
                               eta_seconds=eta, at=clock.now())  # fmt: skip


def _reports(lines: Iterable[str]) -> Iterator[int]:
    """The ms of film done at each report of ffmpeg; the last known where it names none."""
    done_ms = 0
    for line in lines:
        key, _, value = line.strip().partition("=")
        if key == "out_time_us" and value.isdigit():
            done_ms = int(value) // 1000
        elif key == "progress":
            yield done_ms


def _measure(encode: Encode, source: ladder.Source, rungs: list[ladder.Rung], part: Path) -> list[Rendition]:
    """The rungs as rows, measured on the files ffmpeg wrote.

    Errors: Failed when a rung is not there.
    """
    rate = min(source.frame_rate or 25.0, float(ladder.MOST_FRAME_RATE))
    rows = []
    for rung in rungs:
        peak, average, init = _rendition_files(part / rung.name)
        rows.append(Rendition(encode=encode, kind=Rendition.Kind.VIDEO, name=rung.name, width=rung.width,
                              height=rung.height, frame_rate=rate, bandwidth=peak, average_bandwidth=average,
                              codecs=playlists.avc_codec(init)))  # fmt: skip
    if source.has_audio:
        peak, average, _init = _rendition_files(part / "sound")
        rows.append(Rendition(encode=encode, kind=Rendition.Kind.AUDIO, name="sound", bandwidth=peak,
                              average_bandwidth=average, codecs=AUDIO_CODEC))  # fmt: skip
    else:
        storage.remove(part / "sound")
    return rows


def _rendition_files(folder: Path) -> tuple[int, int, bytes]:
    try:
        text = (folder / "index.m3u8").read_text()
        sizes = [(seconds, (folder / name).stat().st_size) for seconds, name in playlists.segments_of(text)]
        init = (folder / playlists.init_of(text)).read_bytes()
    except OSError:
        raise Failed(_("ffmpeg ended without a whole ladder."), again=True) from None
    if not sizes:
        raise Failed(
            _("The film holds no picture that can be decoded."), again=False, file_state=MediaFile.State.BROKEN
        )
    return *playlists.bandwidths(sizes), init


def _stream(row: Rendition) -> playlists.Stream:
    return playlists.Stream(row.name, row.width, row.height, row.frame_rate, row.bandwidth, row.average_bandwidth,
                            row.codecs)  # fmt: skip


def _failure(errors: str, code: int, file: MediaFile) -> Failed:
    if not Path(file.path).exists():
        return Failed(_("The film's file is no longer there."), again=False, file_state=MediaFile.State.MISSING)
    if "No space left on device" in errors:
        return Failed(_("The disk is full."), again=False)
    if code < 0:
        return Failed(_("ffmpeg was ended by the system.") + f"\nsignal {-code}", again=True)
    lines = [line.strip().replace(file.path, file.path.rsplit("/", 1)[-1]) for line in errors.splitlines()]
    said = " · ".join([line for line in lines if line][-3:]) or f"code {code}"
    return Failed(_("ffmpeg could not encode it.") + f"\n{said[:600]}", again=False, file_state=MediaFile.State.BROKEN)


def _sync(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


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


_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def _as_helper() -> None:
    """In the child before ffmpeg starts: step behind the viewers, and end when the worker ends."""
    os.nice(10)
    if _libc is not None:
        _libc.prctl(_KILL_WITH_PARENT, signal.SIGKILL)
