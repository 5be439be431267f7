"""HLS playlists: what ffmpeg wrote is read and measured, and the one that lists the rungs is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_INF = re.compile(r"#EXTINF:([\d.]+),?[^\n]*\n([^#\n][^\n]*)")
_MAP = re.compile(r'#EXT-X-MAP:URI="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Stream:
    """One rendition as its parent playlist needs it. Bandwidths in bits a second; `height` 0 for audio."""

    name: str
    width: int
    height: int
    frame_rate: float
    bandwidth: int
    average_bandwidth: int
    codecs: str


def segments_of(playlist: str) -> list[tuple[float, str]]:
    """(seconds, file name) of each segment of a media playlist."""
    return [(float(seconds), name.strip()) for seconds, name in _INF.findall(playlist)]


def init_of(playlist: str) -> str:
    """The name of a media playlist's initialisation file; empty when it has none."""
    found = _MAP.search(playlist)
    return found.group(1) if found else ""


def bandwidths(sizes: Sequence[tuple[float, int]]) -> tuple[int, int]:
    """(peak, average) in bits a second of segments given as (seconds, bytes); slivers don't count for the peak."""
    seconds = sum(duration for duration, _ in sizes) or 1.0
    average = round(sum(size for _, size in sizes) * 8 / seconds)
    peaks = [size * 8 / duration for duration, size in sizes if duration >= 0.5]
    return max(round(max(peaks, default=average)), average), average


def avc_codec(init: bytes) -> str:
    """The RFC 6381 name of the H.264 stream an initialisation file describes.

    Errors: ValueError when it describes none.
    """
    at = init.find(b"avcC")
    if at < 0 or len(init) < at + 8:
        raise ValueError("no avcC box")
    profile, compatibility, level = init[at + 5 : at + 8]
    return f"avc1.{profile:02x}{compatibility:02x}{level:02x}"


def master(videos: Sequence[Stream], audio: Stream | None) -> str:
    """The playlist that lists the rungs."""
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    if audio:
        lines.append('#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="Sound",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",'
                     f'URI="{audio.name}/index.m3u8"')  # fmt: skip
    for video in videos:
        peak = video.bandwidth + (audio.bandwidth if audio else 0)
        average = video.average_bandwidth + (audio.average_bandwidth if audio else 0)
        codecs = ",".join([video.codecs, *([audio.codecs] if audio else [])])
        lines.append(
            f'#EXT-X-STREAM-INF:BANDWIDTH={peak},AVERAGE-BANDWIDTH={average},CODECS="{codecs}",'
            f"RESOLUTION={video.width}x{video.height},FRAME-RATE={video.frame_rate:.3f}"
            + (',AUDIO="sound"' if audio else "")
        )
        lines.append(f"{video.name}/index.m3u8")
    return "\n".join(lines) + "\n"
