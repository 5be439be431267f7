"""`python -m enchanted.media.actions.probe_child FILE`: looks into one file and prints what it holds as JSON.

A process of its own: the decoder meets hostile files here, with a bound on memory and time.
"""

from __future__ import annotations

import json
import resource
import stat
import sys
from contextlib import suppress
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any

MOST_MEMORY = 4 << 30
MOST_CPU_SECONDS = 50
MOST_TRACKS = 32
MOST_CHAPTERS = 400
MOST_SIDE, LEAST_SIDE = 8192, 16
MOST_MS = 48 * 3600 * 1000
LOOKED_AT = 4
RATES = tuple(Fraction(n, d) for n, d in ((10, 1), (12, 1), (15, 1), (24000, 1001), (24, 1), (25, 1), (30000, 1001),
                                          (30, 1), (48, 1), (50, 1), (60000, 1001), (60, 1)))  # fmt: skip
STILL_CODECS = frozenset(("png", "mjpeg", "bmp", "gif", "webp", "tiff"))
HDR = {16: "pq", 18: "hlg"}  # transfer characteristics of ITU-T H.273


def main(path: str) -> dict[str, Any]:
    fault = _unfit(Path(path))
    if fault:
        return {"fault": fault}
    import av

    from enchanted.media.logic.ladder import DEMUXERS

    av.logging.set_level(None)
    guard = {"protocol_whitelist": "file,pipe", "format_whitelist": DEMUXERS}
    try:
        with av.open(path, options=guard, metadata_errors="replace") as container:
            return _describe(container)
    except (av.FFmpegError, ValueError, MemoryError):
        return {"fault": "unreadable"}


def _unfit(path: Path) -> str:
    """Why a path needs no opening; empty when it does. A pipe or a device would hold whoever opens it."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return "no file"
        if status.st_size == 0:
            return "empty"
        with path.open("rb"):
            return ""
    except PermissionError:
        return "forbidden"
    except OSError:
        return "unreadable"


def _describe(container: Any) -> dict[str, Any]:
    video = _moving_picture(container)
    if video is None:
        return {"fault": "no picture"}
    context = video.codec_context
    if context is None:
        return {"fault": "undecodable"}
    for side, bound in ((context.width, MOST_SIDE), (context.height, MOST_SIDE)):
        if side > bound:
            return {"fault": "too large", "width": context.width, "height": context.height}
    frames = _some_frames(container, video)
    if not frames:
        return {"fault": "undecodable"}
    width, height = _shown_size(video, frames[0])
    if min(width, height) < LEAST_SIDE:
        return {"fault": "too small", "width": width, "height": height}
    if max(width, height) > 2 * MOST_SIDE:
        return {"fault": "too large", "width": width, "height": height}
    interlaced = any(frame.interlaced_frame for frame in frames)
    rate, variable = _frame_rate(video, interlaced)
    sounds = container.streams.audio
    return {
        "container": container.format.name[:60],
        "duration_ms": _duration_ms(container, video),
        "width": width,
        "height": height,
        "frame_rate": round(float(rate), 3),
        "variable_rate": variable,
        "video_codec": context.name[:40],
        "video_position": list(container.streams.video).index(video),
        "video_profile": (context.profile or "")[:40],
        "audio_codec": _codec(sounds[0]) if sounds else "",
        "pixel_format": (context.pix_fmt or "")[:24],
        "bit_rate": int(container.bit_rate or 0),
        "hdr": HDR.get(int(context.color_trc or 0), ""),
        "interlaced": interlaced,
        "rotated": frames[0].rotation % 360 != 0,
        "mime": _mime(container, video, sounds),
        "tracks": _tracks(container),
        "chapters": _chapters(container),
        "sound_count": len(sounds),
    }


def _moving_picture(container: Any) -> Any:
    """The picture to show: the first that is no cover, rather one that is no still picture by its codec."""
    shown = [s for s in container.streams.video if not s.disposition & s.disposition.attached_pic]
    return min(shown, key=lambda stream: (_codec(stream) in STILL_CODECS, stream.index), default=None)


def _some_frames(container: Any, video: Any) -> list[Any]:
    """The first frames of the picture and some from its middle; fewer, or none, when the rest can't be decoded."""
    import av

    frames: list[Any] = []
    with suppress(av.FFmpegError):
        frames.extend(islice(container.decode(video), LOOKED_AT))
    with suppress(av.FFmpegError):
        if frames and container.duration:
            container.seek(container.duration // 3)
            frames.extend(islice(container.decode(video), LOOKED_AT))
    return frames


def _shown_size(video: Any, frame: Any) -> tuple[int, int]:
    """Pixels as people see them: square, and turned the way the file says."""
    aspect = float(video.sample_aspect_ratio or 1) or 1.0
    width, height = round(frame.width * aspect), frame.height
    return (height, width) if frame.rotation % 180 else (width, height)


def _frame_rate(video: Any, interlaced: bool) -> tuple[Fraction, bool]:
    """(frames a second, whether the file keeps to no rate): for such a file the steady rate to show it at."""
    average = video.average_rate or video.guessed_rate or Fraction(25)
    base = video.base_rate or average
    steady = abs(base - average) <= average / 100
    if steady or (interlaced and abs(base - 2 * average) <= average / 50):
        return average, False
    if average <= base <= min(60, 2 * average):
        return base, True
    return min(RATES, key=lambda rate: abs(rate - average)), True


def _mime(container: Any, video: Any, sounds: Any) -> str:
    from enchanted.media.logic.codecs import mime_of

    names = [_codec(sound) for sound in sounds[:1]]
    return mime_of(container.format.name, video.codec_context.name, bytes(video.codec_context.extradata or b""), names)


def _tracks(container: Any) -> list[dict[str, Any]]:
    found = []
    for kind, streams in (("audio", container.streams.audio), ("subtitle", container.streams.subtitles)):
        for position, stream in enumerate(streams[:MOST_TRACKS]):
            flags, told = stream.disposition, stream.metadata
            found.append({
                "kind": kind,
                "position": position,
                "codec": _codec(stream),
                "language": _clean(told.get("language", ""), 20),
                "title": _clean(told.get("title", ""), 120),
                "channels": getattr(stream.codec_context, "channels", 0) or 0 if kind == "audio" else 0,
                "default": bool(flags & flags.default),
                "forced": bool(flags & flags.forced),
                "hearing_impaired": bool(flags & flags.hearing_impaired),
                "commentary": bool(flags & flags.comment),
            })  # fmt: skip
    return found


def _codec(stream: Any) -> str:
    """What decodes a stream; empty when nothing here does."""
    return stream.codec_context.name[:40] if stream.codec_context else ""


def _chapters(container: Any) -> list[dict[str, Any]]:
    return [
        {"start_ms": max(0, int(chapter["start"] * chapter["time_base"] * 1000)),
         "title": _clean(chapter["metadata"].get("title", ""), 160)}
        for chapter in container.chapters()[:MOST_CHAPTERS]
    ]  # fmt: skip


def _clean(text: str, most: int) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:most]


def _duration_ms(container: Any, video: Any) -> int:
    """How long a film says it is; where that can't be, when its last picture ends."""
    told = [container.duration // 1000 if container.duration else 0,
            int(video.duration * video.time_base * 1000) if video.duration and video.time_base else 0]  # fmt: skip
    for duration in told:
        if 0 < duration <= MOST_MS:
            return duration
    last = 0
    for packet in container.demux(video):
        if packet.pts is not None:
            last = max(last, int((packet.pts + (packet.duration or 0)) * packet.time_base * 1000))
    return min(last, MOST_MS)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU_SECONDS, MOST_CPU_SECONDS))
    print(json.dumps(main(sys.argv[1])))
