"""HLS playlists: what ffmpeg wrote is read, measured and completed; those that list it are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

_INF = re.compile(r"#EXTINF:([\d.]+),?[^\n]*\n([^#\n][^\n]*)")
_MAP = re.compile(r'#EXT-X-MAP:URI="([^"]+)"')
_TARGET = re.compile(r"#EXT-X-TARGETDURATION:\d+")
STEREO, SURROUND, TEXT = "stereo", "surround", "text"
TEXT_SECONDS = 60
HEARD = "public.accessibility.transcribes-spoken-dialog,public.accessibility.describes-music-and-sound"


@dataclass(frozen=True, slots=True)
class Picture:
    """One rung. Bandwidths in bits a second; `frames_bandwidth` 0 when it has no playlist of key frames."""

    name: str
    width: int
    height: int
    frame_rate: float
    bandwidth: int
    average_bandwidth: int
    codecs: str
    frames_bandwidth: int = 0


@dataclass(frozen=True, slots=True)
class Sound:
    """One sound rendition; `label` is what people choose it by."""

    name: str
    language: str
    label: str
    channels: int
    default: bool
    bandwidth: int
    average_bandwidth: int
    codecs: str
    commentary: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """One subtitle."""

    id: int
    language: str
    label: str
    forced: bool
    hearing_impaired: bool


def segments_of(playlist: str) -> list[tuple[float, str]]:
    """(seconds, file name) of each segment of a media playlist."""
    return [(float(seconds), name.strip()) for seconds, name in _INF.findall(playlist)]


def init_of(playlist: str) -> str:
    """The name of a media playlist's initialisation file; empty when it has none."""
    found = _MAP.search(playlist)
    return found.group(1) if found else ""


def target_of(playlists: Iterable[str]) -> int:
    """The one target duration for media playlists that are played together, in seconds."""
    return max((round(seconds) for text in playlists for seconds, _ in segments_of(text)), default=1) or 1


def with_target(playlist: str, target: int) -> str:
    """A media playlist with this target duration, each of its segments said to stand for itself."""
    text = _TARGET.sub(f"#EXT-X-TARGETDURATION:{target}", playlist)
    if "#EXT-X-INDEPENDENT-SEGMENTS" not in text:
        text = text.replace("#EXT-X-MAP:", "#EXT-X-INDEPENDENT-SEGMENTS\n#EXT-X-MAP:", 1)
    return text


def bandwidths(sizes: Sequence[tuple[float, int]]) -> tuple[int, int]:
    """(peak, average) in bits a second of segments given as (seconds, bytes); slivers don't count for the peak."""
    seconds = sum(duration for duration, _ in sizes) or 1.0
    average = round(sum(size for _, size in sizes) * 8 / seconds)
    peaks = [size * 8 / duration for duration, size in sizes if duration >= 0.5]
    return max(round(max(peaks, default=average)), average), average


def frames(init: str, target: int, entries: Sequence[tuple[float, str, int]]) -> str:
    """The playlist of key frames alone, for scrubbing: (seconds, segment, bytes from its start to the frame's end)."""
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", f"#EXT-X-TARGETDURATION:{target}", "#EXT-X-MEDIA-SEQUENCE:0",
             "#EXT-X-PLAYLIST-TYPE:VOD", "#EXT-X-I-FRAMES-ONLY", f'#EXT-X-MAP:URI="{init}"']  # fmt: skip
    for seconds, name, size in entries:
        lines += [f"#EXTINF:{seconds:.6f},", f"#EXT-X-BYTERANGE:{size}@0", name]
    return "\n".join([*lines, "#EXT-X-ENDLIST", ""])


def master(
    pictures: Sequence[Picture], sounds: Sequence[Sound], texts: Sequence[Text] = (), *, growing: bool = False
) -> str:
    """The playlist that lists rungs, sounds and subtitles.

    Each rung stands once with the stereo sounds, and once with the 5.1 ones where there are any.
    """
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    if growing:
        lines.append("#EXT-X-START:TIME-OFFSET=0")
    groups = _groups(sounds)
    for group, members in groups.items():
        lines += [_sound_line(group, sound, label) for sound, label in zip(members, _distinct(members), strict=True)]
    lines += [_text_line(text, label) for text, label in zip(texts, _distinct(texts), strict=True)]
    for group in groups or {"": []}:
        for picture in pictures:
            lines += _picture_lines(picture, group, groups.get(group, []), bool(texts))
    return "\n".join([*lines, *(_frames_line(picture) for picture in pictures if picture.frames_bandwidth), ""])


def text_playlist(text_id: int, seconds: float) -> str:
    """The media playlist of one subtitle, cut into parts of TEXT_SECONDS below `<id>/`."""
    count = max(1, ceil(seconds / TEXT_SECONDS))
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", f"#EXT-X-TARGETDURATION:{TEXT_SECONDS}", "#EXT-X-MEDIA-SEQUENCE:0",
             "#EXT-X-PLAYLIST-TYPE:VOD"]  # fmt: skip
    for number in range(count):
        lines += [f"#EXTINF:{min(TEXT_SECONDS, seconds - number * TEXT_SECONDS):.3f},", f"{text_id}/{number}.vtt"]
    return "\n".join([*lines, "#EXT-X-ENDLIST", ""])


def storyboard(seconds: int, width: int, height: int, across: int, sheets: Sequence[str], duration: float) -> str:
    """WebVTT that says which part of which sheet shows each stretch of the film."""
    lines = ["WEBVTT", ""]
    for number in range(min(len(sheets) * across * across, max(1, ceil(duration / seconds)))):
        sheet, tile = divmod(number, across * across)
        row, column = divmod(tile, across)
        place = f"{column * width},{row * height},{width},{height}"
        begin, end = number * seconds, min((number + 1) * seconds, max(duration, 0.001))
        lines += [f"{_clock(begin)} --> {_clock(end)}", f"{sheets[sheet]}#xywh={place}", ""]
    return "\n".join(lines)


def _groups(sounds: Sequence[Sound]) -> dict[str, list[Sound]]:
    """The sounds by group, each group with every language and role (RFC 8216, 4.3.4.1.1)."""
    stereo = [sound for sound in sounds if sound.channels <= 2]
    surround = {sound.name.removeprefix(SURROUND): sound for sound in sounds if sound.channels > 2}
    groups = {STEREO: stereo} if stereo else {}
    if surround:
        groups[SURROUND] = [surround.get(sound.name.removeprefix("sound"), sound) for sound in stereo]
    return groups


def _distinct(named: Sequence[Sound] | Sequence[Text]) -> list[str]:
    """Labels to stand in quotes, no two the same."""
    labels: list[str] = []
    for one in named:
        plain = re.sub(r'["\r\n]', "'", one.label) or one.language
        shown, number = plain, 2
        while shown in labels:
            shown, number = f"{plain} {number}", number + 1
        labels.append(shown)
    return labels


def _sound_line(group: str, sound: Sound, label: str) -> str:
    chosen = "YES" if sound.default else "NO"
    offered = "NO" if sound.commentary else "YES"
    return (f'#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="{group}",NAME="{label}",LANGUAGE="{sound.language or "und"}",'
            f'DEFAULT={chosen},AUTOSELECT={offered},CHANNELS="{sound.channels}",URI="{sound.name}/index.m3u8"'
            )  # fmt: skip


def _text_line(text: Text, label: str) -> str:
    forced = "YES" if text.forced else "NO"
    heard = f',CHARACTERISTICS="{HEARD}"' if text.hearing_impaired else ""
    return (f'#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="{TEXT}",NAME="{label}",LANGUAGE="{text.language}",DEFAULT=NO,'
            f'AUTOSELECT=YES,FORCED={forced}{heard},URI="subtitles/{text.id}.m3u8"'
            )  # fmt: skip


def _picture_lines(picture: Picture, group: str, sounds: Sequence[Sound], texts: bool) -> list[str]:
    peak = picture.bandwidth + max((sound.bandwidth for sound in sounds), default=0)
    average = picture.average_bandwidth + max((sound.average_bandwidth for sound in sounds), default=0)
    codecs = ",".join(dict.fromkeys([picture.codecs, *(sound.codecs for sound in sounds)]))
    line = (
        f'#EXT-X-STREAM-INF:BANDWIDTH={peak},AVERAGE-BANDWIDTH={average},CODECS="{codecs}",'
        f"RESOLUTION={picture.width}x{picture.height},FRAME-RATE={picture.frame_rate:.3f},VIDEO-RANGE=SDR"
        + (f',AUDIO="{group}"' if group else "")
        + (f',SUBTITLES="{TEXT}"' if texts else "")
        + ",CLOSED-CAPTIONS=NONE"
    )
    return [line, f"{picture.name}/index.m3u8"]


def _frames_line(picture: Picture) -> str:
    return (f'#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH={picture.frames_bandwidth},CODECS="{picture.codecs}",'
            f'RESOLUTION={picture.width}x{picture.height},VIDEO-RANGE=SDR,URI="{picture.name}/frames.m3u8"'
            )  # fmt: skip


def _clock(seconds: float) -> str:
    ms = round(seconds * 1000)
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"
