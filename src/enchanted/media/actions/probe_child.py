"""`python -m enchanted.media.actions.probe_child FILE`: looks into one file and prints what it holds as JSON.

A process of its own: the decoder meets hostile files here, with a bound on memory and time.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Any

MOST_MEMORY = 4 << 30
MOST_CPU_SECONDS = 50
PICTURE_CODECS = frozenset(("mjpeg", "png", "bmp", "gif", "webp"))


def main(path: str) -> dict[str, Any]:
    try:
        if Path(path).stat().st_size == 0:
            return {"fault": "empty"}
        with Path(path).open("rb"):
            pass
    except PermissionError:
        return {"fault": "forbidden"}
    except OSError:
        return {"fault": "unreadable"}
    import av

    from enchanted.media.logic.ladder import DEMUXERS

    av.logging.set_level(None)
    guard = {"protocol_whitelist": "file,pipe", "format_whitelist": DEMUXERS}
    try:
        with av.open(path, options=guard, metadata_errors="replace") as container:
            return _describe(container)
    except (av.FFmpegError, ValueError):
        return {"fault": "unreadable"}


def _describe(container: Any) -> dict[str, Any]:
    import av

    videos = [s for s in container.streams.video if not s.disposition & s.disposition.attached_pic]
    if not videos:
        return {"fault": "no picture"}
    video = videos[0]
    try:
        frame = next(container.decode(video))
    except (av.FFmpegError, StopIteration):
        return {"fault": "undecodable"}
    sounds = container.streams.audio
    width, height = _shown_size(video, frame)
    return {
        "container": container.format.name[:60],
        "duration_ms": _duration_ms(container, video),
        "width": width,
        "height": height,
        "frame_rate": round(float(video.average_rate or video.guessed_rate or 25), 3),
        "video_codec": video.codec_context.name,
        "audio_codec": sounds[0].codec_context.name if sounds else "",
    }


def _shown_size(video: Any, frame: Any) -> tuple[int, int]:
    """Pixels as people see them: square, and turned the way the file says."""
    aspect = float(video.sample_aspect_ratio or 1) or 1.0
    width, height = round(frame.width * aspect), frame.height
    return (height, width) if frame.rotation % 180 else (width, height)


def _duration_ms(container: Any, video: Any) -> int:
    if container.duration:
        return int(container.duration // 1000)
    if video.duration and video.time_base:
        return int(video.duration * video.time_base * 1000)
    last = 0
    for packet in container.demux(video):
        if packet.pts is not None:
            last = max(last, int((packet.pts + (packet.duration or 0)) * packet.time_base * 1000))
    return last


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU_SECONDS, MOST_CPU_SECONDS))
    print(json.dumps(main(sys.argv[1])))
