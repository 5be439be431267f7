"""Plans a film's ladder and the one ffmpeg command that makes it.

HLS in CMAF form: H.264 + AAC in fragmented MP4, four-second segments, key frames at the same times in every rung, one
decode for all, no rung larger than the film.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SEGMENT_SECONDS = 4
MOST_FRAME_RATE = 60
BOXES = ((1920, 1080, 6000), (1280, 720, 3000), (854, 480, 1400), (426, 240, 450))
DEMUXERS = "matroska,webm,mov,mp4,m4a,3gp,3g2,mj2,avi,mpegts,mpeg,asf,flv,ogg"
INPUT_GUARD = ("-protocol_whitelist", "file,pipe", "-format_whitelist", DEMUXERS)


@dataclass(frozen=True, slots=True)
class Source:
    """What the ladder needs to know of a film: pixels as shown, frames a second."""

    width: int
    height: int
    frame_rate: float
    has_audio: bool


@dataclass(frozen=True, slots=True)
class Rung:
    """One picture size; bit rate in kbit/s is a ceiling, quality decides below it."""

    name: str
    width: int
    height: int
    most_kbits: int


def plan(source: Source) -> list[Rung]:
    """The rungs for a film, the largest first: its own size within 1080p, then each smaller standard size."""
    rungs: list[Rung] = []
    long, short = max(source.width, source.height), min(source.width, source.height)
    for box_long, box_short, kbits in BOXES:
        scale = min(1.0, box_long / long, box_short / short)
        width, height = _even(source.width * scale), _even(source.height * scale)
        rung = Rung(f"{_shown_height(width, height, box_short)}p", width, height, kbits)
        if rungs and (scale == 1.0 or rung.name == rungs[-1].name):
            rungs.pop()  # a smaller box that changes nothing people would notice takes the larger one's place
        rungs.append(rung)
    return rungs


def _even(pixels: float) -> int:
    return max(2, round(pixels / 2) * 2)


def _shown_height(width: int, height: int, box_short: int) -> int:
    """The number people call this size by: a wide film at full width of a box counts as that box, upright ones too."""
    return min(box_short, max(min(width, height), round(max(width, height) * 9 / 16)))


def command(ffmpeg: str, source: Source, rungs: Sequence[Rung], film: str, folder: str) -> list[str]:
    """The ffmpeg command that fills `folder` with the ladder and reports progress on its standard output."""
    args = [ffmpeg, "-nostdin", "-hide_banner", "-loglevel", "error", "-progress", "pipe:1", "-stats_period", "0.5"]
    args += [*INPUT_GUARD, "-i", film, "-filter_complex", _filters(source, rungs)]
    for index, rung in enumerate(rungs):
        args += ["-map", f"[v{index}]", f"-maxrate:v:{index}", f"{rung.most_kbits}k"]
        args += [f"-bufsize:v:{index}", f"{rung.most_kbits * 2}k"]
    args += ["-c:v", "libx264", "-preset", "veryfast", "-crf", "22", "-profile:v", "high", "-sc_threshold", "0"]
    args += ["-force_key_frames", f"expr:gte(t,n_forced*{SEGMENT_SECONDS})"]
    if source.has_audio:
        args += ["-map", "0:a:0", "-c:a", "aac", "-b:a", "128k", "-ac", "2", "-ar", "48000"]
    args += ["-map_metadata", "-1", "-map_chapters", "-1", "-max_muxing_queue_size", "4096"]
    args += ["-f", "hls", "-hls_time", str(SEGMENT_SECONDS), "-hls_playlist_type", "vod"]
    args += ["-hls_segment_type", "fmp4", "-hls_flags", "independent_segments"]
    args += ["-hls_segment_filename", f"{folder}/%v/%05d.m4s", "-var_stream_map", _variants(source, rungs)]
    return [*args, f"{folder}/%v/index.m3u8"]


def _filters(source: Source, rungs: Sequence[Rung]) -> str:
    rate = f"fps={MOST_FRAME_RATE}," if source.frame_rate > MOST_FRAME_RATE + 1 else ""
    heads = "".join(f"[s{index}]" for index in range(len(rungs)))
    scales = (
        f"[s{index}]scale={rung.width}:{rung.height}:flags=bicubic,setsar=1,format=yuv420p[v{index}]"
        for index, rung in enumerate(rungs)
    )
    return ";".join([f"[0:v:0]{rate}split={len(rungs)}{heads}", *scales])


def _variants(source: Source, rungs: Sequence[Rung]) -> str:
    group = ",agroup:sound" if source.has_audio else ""
    videos = [f"v:{index}{group},name:{rung.name}" for index, rung in enumerate(rungs)]
    sound = ["a:0,agroup:sound,name:sound"] if source.has_audio else []
    return " ".join(videos + sound)
