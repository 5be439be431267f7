"""Makes a film's ladder: every rung and sound, key frames for scrubbing, storyboard and still."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_noop as _

from enchanted.core import clock, storage
from enchanted.core.jobs import stopping
from enchanted.media.actions import child, encodes, measuring, taking
from enchanted.media.actions.encodes import LEASE, LeaseLost
from enchanted.media.actions.endings import DiskFull, Stopped
from enchanted.media.actions.measuring import Measured
from enchanted.media.actions.tools import ffmpeg
from enchanted.media.logic import ladder, playlists
from enchanted.media.logic.languages import name_of
from enchanted.media.models import Encode, MediaFile, Track

_LAYOUT = re.compile(
    r"(?:stereo|mono|surround|original|sound|audio|dolby|digital|plus|atmos|truehd|dts|hd|ma|e?-?ac-?3|aac|flac|opus|[\d.]+"
    r"|ch|kbps|[\W_])*",
    re.IGNORECASE,
)
"""A title that tells no more than the kind of sound."""
CUT_SHARE, CUT_SECONDS = 0.97, 5.0


def make(encode: Encode) -> None:
    """Make one claimed ladder, and put it in its place, whole.

    Errors: Failed, Stopped, DiskFull, LeaseLost, ToolFailed, Stalled; nothing is left then.
    """
    target = storage.place(f"hls/{encode.pk}")
    clear_parts(encode)
    part = target.parent / f"{storage.PART}{encode.pk}-{encode.attempts}-{secrets.token_hex(4)}"
    part.mkdir(parents=True)
    try:
        made = _fill(encode, part)
        storage.sync(part, keeping(encode))
        encodes.advance_encode(encode=encode, progress=999, speed=encode.speed, eta_seconds=0, at=clock.now())
        storage.publish(part, target)
        encodes.finish_encode(
            encode=encode, folder=f"hls/{encode.pk}", renditions=made.renditions, storyboard=True, at=clock.now()
        )
    except LeaseLost:
        if not Encode.objects.filter(pk=encode.pk, state__in=[Encode.State.RUNNING, Encode.State.DONE]).exists():
            storage.remove(target)
        raise
    finally:
        storage.remove(part)


def source_of(file: MediaFile, *, copying: bool = False) -> ladder.Source:
    """What is known of a film's file, for planning; `copying` says that AAC may stay as it is."""
    return ladder.Source(
        width=file.width, height=file.height, frame_rate=file.frame_rate, duration=file.duration_ms / 1000,
        sounds=tuple(_sounds(file, copying)), variable_rate=file.variable_rate, interlaced=file.interlaced,
        hdr=bool(file.hdr), picture=file.video_position,
    )  # fmt: skip


def most_bytes(encode: Encode) -> int:
    """What a job's work can take on the disk at the most."""
    if encode.kind == Encode.Kind.REMUX:
        return encode.file.size
    source = source_of(encode.file)
    return ladder.most_bytes(source, ladder.plan(source, av1=settings.HOUSE_ENCODE_AV1))


def clear_parts(encode: Encode) -> None:
    """Remove what an attempt that was cut off has left."""
    target = storage.place(f"hls/{encode.pk}")
    for left in [*target.parent.glob(f"{storage.PART}{encode.pk}-*"), target]:
        storage.remove(left)


def cpu_seconds(file: MediaFile) -> int:
    """How long ffmpeg may work on a film, in seconds of one core."""
    return 3600 + file.duration_ms // 1000 * 200


def watch(encode: Encode, more: Callable[[], None] = lambda: None) -> Callable[[int], None]:
    """Tells the row how far ffmpeg is and keeps its lease, and looks whether the work may go on.

    The result raises Stopped, DiskFull, LeaseLost.
    """
    total, began = max(encode.file.duration_ms, 1), time.monotonic()

    def report(done_ms: int) -> None:
        if stopping.is_set():
            raise Stopped
        if storage.free_bytes() < settings.HOUSE_DISK_RESERVE:
            raise DiskFull
        encode.speed = round(done_ms / 1000 / max(time.monotonic() - began, 0.001), 2)
        eta = max(0, round((total - done_ms) / 1000 / encode.speed)) if encode.speed else None
        encodes.advance_encode(encode=encode, progress=min(998, done_ms * 1000 // total), speed=encode.speed,
                               eta_seconds=eta, at=clock.now())  # fmt: skip
        more()

    return report


def keeping(encode: Encode) -> Callable[[], None]:
    """Keeps the lease while the work's files go to a slow disk: to be called often, renews it now and then.

    The result raises LeaseLost.
    """
    renewed = time.monotonic()

    def renew() -> None:
        nonlocal renewed
        if time.monotonic() - renewed > LEASE.total_seconds() / 4:
            encodes.advance_encode(encode=encode, progress=998, speed=encode.speed, eta_seconds=0, at=clock.now())
            renewed = time.monotonic()

    return renew


def _fill(encode: Encode, part: Path) -> Measured:
    """Make everything in `part` and measure it."""
    file, source = encode.file, source_of(encode.file)
    rungs = ladder.plan(source, av1=settings.HOUSE_ENCODE_AV1)
    taking.take_beside(file, source, watch(encode))
    for name in ["story", *(rung.name for rung in rungs), *ladder.sound_names(source)]:
        (part / name).mkdir()
    command = ladder.command(ffmpeg(), source, rungs, file.path)
    child.run(command, folder=part, cpu_seconds=cpu_seconds(file), watch=watch(encode))
    made = measuring.measure(encode, source, rungs, part)
    _write_storyboard(source, part, made.seconds)
    _note_length(file, made.longest)
    return made


def _write_storyboard(source: ladder.Source, part: Path, seconds: float) -> None:
    board = ladder.plan_storyboard(source)
    sheets = [f"story/{path.name}" for path in sorted((part / "story").glob("*.jpg"))]
    text = playlists.storyboard(board.seconds, board.width, board.height, ladder.TILES, sheets, seconds)
    (part / "storyboard.vtt").write_text(text)


def _note_length(file: MediaFile, seconds: float) -> None:
    """The film is as long as what could be decoded; where that is much less than the file says, the file says so."""
    told = file.duration_ms / 1000
    cut = seconds < told * CUT_SHARE and told - seconds > CUT_SECONDS
    file.duration_ms = round(seconds * 1000)
    reason = _("The file seems cut: it ends before its time.") + f"\n{seconds:.0f} s / {told:.0f} s" if cut else ""
    MediaFile.objects.filter(pk=file.pk, state=MediaFile.State.READY).update(
        duration_ms=file.duration_ms, **({"reason": reason} if cut else {})
    )


def _sounds(file: MediaFile, copying: bool) -> list[ladder.Sound]:
    """The sounds to keep, the one to begin with marked: the file's own choice, else the first that is no commentary."""
    tracks = [track for track in Track.objects.filter(file=file, kind=Track.Kind.AUDIO) if track.codec]
    kept = tracks[: ladder.MOST_SOUNDS]
    spoken = [track for track in kept if not track.commentary] or kept
    first = next((track for track in spoken if track.default), spoken[0] if spoken else None)
    return [
        ladder.Sound(
            index=track.position, language=track.language, label=_label(track), channels=track.channels,
            default=track is first, commentary=track.commentary,
            copied=copying and track.codec == "aac" and track.channels in (1, 2),
        )
        for track in kept
    ]  # fmt: skip


def _label(track: Track) -> str:
    """What people choose a sound by: its language's own name, and its title where that says more."""
    name, title = name_of(track.language), "" if _LAYOUT.fullmatch(track.title) else track.title
    return (f"{name} ({title})" if name and title else name or title)[:120]
