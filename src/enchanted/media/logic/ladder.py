"""Plans what a film becomes and writes the ffmpeg commands that make it.

HLS in CMAF form: H.264 + AAC in fragmented MP4, four-second segments, key frames at the same times in every rung, one
decode for all, no rung larger than the film. Every sound is a rendition of its own, in stereo, and in 5.1 beside it
where it has that. The commands name their outputs relative to the folder they run in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

SEGMENT_SECONDS = 4
KEY_SECONDS = 2
MOST_FRAME_RATE = 60
MOST_SOUNDS = 12
BOXES = ((1920, 1080, 6000), (1280, 720, 3000), (854, 480, 1400), (426, 240, 450))
STEREO_KBITS, SURROUND_KBITS = 128, 384
AV1_SHARE = 0.6
DEMUXERS = "matroska,webm,mov,mp4,m4a,3gp,3g2,mj2,avi,mpegts,mpeg,asf,flv,ogg"
INPUT_GUARD = ("-protocol_whitelist", "file,pipe", "-format_whitelist", DEMUXERS)
WEB_PROFILES = ("Constrained Baseline", "Baseline", "Main", "High")
TILES = 5
TILE_BOX = 240
MOST_TILES = 900
_TO_SDR = ("zscale=transfer=linear:npl=100,format=gbrpf32le,zscale=primaries=bt709,tonemap=hable:desat=0,"
           "zscale=transfer=bt709:matrix=bt709:range=limited")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sound:
    """One sound of the film to keep; `index` counts the file's sounds, `copied` when its AAC can stay as it is."""

    index: int
    language: str
    label: str
    channels: int
    default: bool = False
    commentary: bool = False
    copied: bool = False

    @property
    def stereo(self) -> str:
        return f"sound{self.index}"

    @property
    def surround(self) -> str:
        """The name of its 5.1 rendition; empty when it has none."""
        return f"surround{self.index}" if self.channels >= 6 else ""


@dataclass(frozen=True, slots=True)
class Source:
    """What the ladder needs to know of a film: pixels as shown, frames a second, seconds, the sounds to keep.

    `picture` counts the file's pictures, covers included.
    """

    width: int
    height: int
    frame_rate: float
    duration: float = 0.0
    sounds: tuple[Sound, ...] = ()
    variable_rate: bool = False
    interlaced: bool = False
    hdr: bool = False
    picture: int = 0


@dataclass(frozen=True, slots=True)
class Rung:
    """One picture size; bit rate in kbit/s is a ceiling, quality decides below it."""

    name: str
    width: int
    height: int
    most_kbits: int
    av1: bool = False


@dataclass(frozen=True, slots=True)
class Storyboard:
    """Sheets of TILES × TILES little pictures, one each `seconds`, `width` × `height` pixels."""

    seconds: int
    width: int
    height: int


def plan(source: Source, *, av1: bool = False) -> list[Rung]:
    """The rungs for a film, the largest first: its own size within 1080p, then each smaller standard size.

    With `av1` the largest one stands there in AV1 too, last.
    """
    rungs: list[Rung] = []
    long, short = max(source.width, source.height), min(source.width, source.height)
    for box_long, box_short, kbits in BOXES:
        scale = min(1.0, box_long / long, box_short / short)
        width, height = _even(source.width * scale), _even(source.height * scale)
        rung = Rung(f"{_shown_height(width, height, box_short)}p", width, height, kbits)
        if rungs and (scale == 1.0 or rung.name == rungs[-1].name):
            rungs.pop()  # a smaller box that changes nothing people would notice takes the larger one's place
        rungs.append(rung)
    if av1:
        top = rungs[0]
        rungs.append(Rung(f"{top.name}av1", top.width, top.height, round(top.most_kbits * AV1_SHARE), av1=True))
    return rungs


def plan_storyboard(source: Source) -> Storyboard:
    """Little pictures in the film's shape, 2 seconds apart, further apart in a long film."""
    scale = TILE_BOX / max(source.width, source.height)
    seconds = max(2, ceil(source.duration / MOST_TILES))
    return Storyboard(seconds, _even(source.width * scale), _even(source.height * scale))


def sound_names(source: Source) -> list[str]:
    """The names of the sound renditions, in the order of the variants."""
    return [name for name, *_ in _heard(source)]


def most_bytes(source: Source, rungs: Sequence[Rung]) -> int:
    """What a ladder can take on the disk at the most."""
    sound = sum(STEREO_KBITS + (SURROUND_KBITS if one.surround else 0) for one in source.sounds)
    return int((sum(rung.most_kbits for rung in rungs) + sound) * 125 * max(source.duration, 60.0))


def command(ffmpeg: str, source: Source, rungs: Sequence[Rung], film: str) -> list[str]:
    """Fills the working folder with the ladder, its storyboard and a log of each sound's loudness."""
    board = plan_storyboard(source)
    args = [*_begin(ffmpeg, film), "-filter_complex", _filters(source, rungs, board)]
    for index, rung in enumerate(rungs):
        args += ["-map", f"[v{index}]", *(_av1(index, rung, source) if rung.av1 else _avc(index, rung))]
    args += ["-force_key_frames", f"expr:gte(t,n_forced*{KEY_SECONDS})"]
    for number, (label, kbits, channels) in enumerate(_heard(source)):
        args += ["-map", f"[{label}]", f"-c:a:{number}", "aac", f"-b:a:{number}", f"{kbits}k"]
        args += [f"-ac:a:{number}", str(channels)]
    args += ["-map_metadata", "-1", "-map_chapters", "-1", "-max_muxing_queue_size", "4096"]
    args += _hls("vod", _variants(source, [rung.name for rung in rungs]))
    return [
        *args,
        "-map",
        "[story]",
        "-fps_mode",
        "passthrough",
        "-q:v",
        "5",
        "-start_number",
        "0",
        "-f",
        "image2",
        "story/%03d.jpg",
    ]


def remux_command(ffmpeg: str, source: Source, film: str) -> list[str]:
    """Repacks the picture as it is into the working folder, a playlist that grows with every segment."""
    args = [*_begin(ffmpeg, film), "-map", f"0:v:{source.picture}", "-c:v", "copy"]
    for number, sound in enumerate(source.sounds):
        args += ["-map", f"0:a:{sound.index}"]
        made = ["aac", f"-b:a:{number}", f"{STEREO_KBITS}k", f"-ac:a:{number}", "2", f"-ar:a:{number}", "48000"]
        kept = ["copy", f"-bsf:a:{number}", "aac_adtstoasc"]  # MPEG-TS holds AAC in a form that MP4 does not
        args += [f"-c:a:{number}", *(kept if sound.copied else made)]
    args += ["-map_metadata", "-1", "-map_chapters", "-1", "-max_muxing_queue_size", "4096"]
    plain = Source(source.width, source.height, source.frame_rate, sounds=tuple(map(_without_surround, source.sounds)))
    return [*args, *_hls("event", _variants(plain, ["source"]))]


def still_command(ffmpeg: str, source: Source, film: str, share: float) -> list[str]:
    """Writes one telling picture from about a share of the film on, `still.jpg`."""
    (width, height), *_rest = [(rung.width, rung.height) for rung in plan(source)]
    tone = f"{_TO_SDR}," if source.hdr else ""
    begin = _begin(ffmpeg, film, at=source.duration * share)
    size = f"scale={width}:{height}:flags=bicubic,setsar=1"
    return [*begin, "-map", f"0:v:{source.picture}", "-vf", f"thumbnail=48,{size},{tone}format=yuvj420p", "-frames:v",
            "1", "-q:v", "3", "-update", "1", "still.jpg"]  # fmt: skip


def subtitle_command(ffmpeg: str, film: str, wanted: Sequence[tuple[int, str]]) -> list[str]:
    """Writes subtitle streams, given as (index, codec), as text files `0.srt`, `1.ass`, …"""
    args = _begin(ffmpeg, film)
    for index, codec in wanted:
        kind = "ass" if codec in ("ass", "ssa") else "srt"
        args += ["-map", f"0:s:{index}", "-c:s", kind, "-f", kind, f"{index}.{kind}"]
    return args


def is_web_safe(codec: str, profile: str, pixel_format: str, *, interlaced: bool, rotated: bool) -> bool:
    """Whether every browser can show a picture as it is, repacked."""
    known = codec == "h264" and profile in WEB_PROFILES and pixel_format in ("yuv420p", "yuvj420p")
    return known and not interlaced and not rotated


def _begin(ffmpeg: str, film: str, at: float = 0.0) -> list[str]:
    head = [ffmpeg, "-nostdin", "-hide_banner", "-y", "-loglevel", "error", "-progress", "pipe:1"]
    seek = ["-ss", f"{at:.3f}"] if at else []
    return [*head, "-stats_period", "0.5", *INPUT_GUARD, *seek, "-i", f"file:{film}"]


def _avc(index: int, rung: Rung) -> list[str]:
    at = f":v:{index}"
    return [f"-c{at}", "libx264", f"-preset{at}", "veryfast", f"-crf{at}", "22", f"-profile{at}", "high",
            f"-sc_threshold{at}", "0", f"-maxrate{at}", f"{rung.most_kbits}k",
            f"-bufsize{at}", f"{rung.most_kbits * 2}k"]  # fmt: skip


def _av1(index: int, rung: Rung, source: Source) -> list[str]:
    at = f":v:{index}"
    frames = round(min(source.frame_rate or 25, MOST_FRAME_RATE) * KEY_SECONDS)
    return [f"-c{at}", "libsvtav1", f"-preset{at}", "8", f"-crf{at}", "34", f"-g{at}", str(frames),
            f"-maxrate{at}", f"{rung.most_kbits}k", f"-bufsize{at}", f"{rung.most_kbits * 2}k"]  # fmt: skip


def _hls(kind: str, variants: str) -> list[str]:
    """Segments say themselves when they begin (`frag_discont`): browsers pass over the empty edits that else would."""
    return ["-f", "hls", "-hls_time", str(SEGMENT_SECONDS), "-hls_playlist_type", kind, "-hls_segment_type", "fmp4",
            "-hls_flags", "independent_segments+temp_file", "-hls_segment_filename", "%v/%05d.m4s",
            "-hls_segment_options", "movflags=+frag_discont",
            "-var_stream_map", variants, "%v/index.m3u8"]  # fmt: skip


def _filters(source: Source, rungs: Sequence[Rung], board: Storyboard) -> str:
    top, last = rungs[0], len(rungs) - 1
    heads = "".join(f"[s{index}]" for index in range(len(rungs)))
    chains = [f"[0:v:{source.picture}]{_head(source, top)}split={len(rungs)}{heads}"]
    smallest = next(index for index in range(last, -1, -1) if not rungs[index].av1)
    for index, rung in enumerate(rungs):
        ends = f",split[v{index}][t]" if index == smallest else f"[v{index}]"
        chains.append(f"[s{index}]scale={rung.width}:{rung.height}:flags=bicubic,setsar=1,format=yuv420p{ends}")
    chains.append(
        f"[t]fps=1/{board.seconds}:round=up:eof_action=pass,scale={board.width}:{board.height},format=yuvj420p,tile={TILES}x{TILES}[story]"
    )
    return ";".join([*chains, *_sound_filters(source)])


def _head(source: Source, top: Rung) -> str:
    """What is done to the picture once, before it is split: whole frames, a steady rate, standard brightness."""
    steps = []
    if source.interlaced:
        steps.append("bwdif=mode=send_frame:deint=interlaced")
    if source.variable_rate or source.frame_rate > MOST_FRAME_RATE + 1:
        rate = Fraction(min(source.frame_rate, MOST_FRAME_RATE)).limit_denominator(1001)
        steps.append(f"fps={rate}")
    if source.hdr:
        steps.append(f"scale={top.width}:{top.height}:flags=bicubic,{_TO_SDR},format=yuv420p")
    return "".join(f"{step}," for step in steps)


def _sound_filters(source: Source) -> list[str]:
    """Each sound from the film's first moment on, measured in stereo while it passes."""
    chains = []
    for sound in source.sounds:
        ready = f"[0:a:{sound.index}]aresample=48000:async=1:first_pts=0"
        meter = f"ebur128=metadata=1,ametadata=mode=print:key=lavfi.r128.I:file={sound.stereo}.loudness"
        if sound.surround:
            chains.append(f"{ready},asplit[x{sound.index}][y{sound.index}]")
            chains.append(f"[y{sound.index}]aformat=channel_layouts=5.1[{sound.surround}]")
            ready = f"[x{sound.index}]anull"
        chains.append(f"{ready},aformat=channel_layouts=stereo,{meter}[{sound.stereo}]")
    return chains


def _heard(source: Source) -> list[tuple[str, int, int]]:
    """(name, kbit/s, channels) of every sound rendition, in the order of the variants."""
    stereo = [(sound.stereo, STEREO_KBITS, 2) for sound in source.sounds]
    return stereo + [(sound.surround, SURROUND_KBITS, 6) for sound in source.sounds if sound.surround]


def _variants(source: Source, names: Sequence[str]) -> str:
    heard = _heard(source)
    group = ",agroup:sound" if heard else ""
    videos = [f"v:{index}{group},name:{name}" for index, name in enumerate(names)]
    return " ".join(videos + [f"a:{number},agroup:sound,name:{name}" for number, (name, *_) in enumerate(heard)])


def _without_surround(sound: Sound) -> Sound:
    return Sound(sound.index, sound.language, sound.label, 2, sound.default, sound.commentary, sound.copied)


def _even(pixels: float) -> int:
    return max(2, round(pixels / 2) * 2)


def _shown_height(width: int, height: int, box_short: int) -> int:
    """The number people call this size by: a wide film at full width of a box counts as that box, upright ones too."""
    return min(box_short, max(min(width, height), round(max(width, height) * 9 / 16)))
