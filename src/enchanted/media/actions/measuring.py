"""Measures and completes what ffmpeg wrote: bandwidths, codecs, loudness, one target duration, key frames."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_noop as _

from enchanted.media.actions.endings import Failed
from enchanted.media.logic import codecs, ladder, playlists
from enchanted.media.logic.boxes import first_frame_end
from enchanted.media.models import Encode, MediaFile, Rendition

NOT_WHOLE = _("ffmpeg ended without a whole ladder.")
AAC = "mp4a.40.2"
HEAD_BYTES = 64 << 10
_LOUDNESS = "lavfi.r128.I="
SILENCE = -70.0


@dataclass(frozen=True)
class Measured:
    """The rows of what was made, how many seconds of picture there are, and of the longest of picture and sounds."""

    renditions: list[Rendition]
    seconds: float
    longest: float


def measure(encode: Encode, source: ladder.Source, rungs: list[ladder.Rung], folder: Path) -> Measured:
    """Measure a whole ladder in `folder`, give its playlists one target duration and each rung one of key frames.

    Errors: Failed when a rendition is missing or holds nothing.
    """
    names = [rung.name for rung in rungs] + ladder.sound_names(source)
    texts = {name: _playlist(folder / name) for name in names}
    seconds = sum(duration for duration, _name in playlists.segments_of(texts[rungs[0].name]))
    if not seconds:
        raise Failed(
            _("The film holds no picture that can be decoded."), again=False, file_state=MediaFile.State.BROKEN
        )
    target = playlists.target_of(texts.values())
    for name, text in texts.items():
        (folder / name / "index.m3u8").write_text(playlists.with_target(text, target))
    rows = [_picture(encode, source, rung, folder / rung.name, texts[rung.name], target) for rung in rungs]
    rows += _sounds(encode, source, folder, texts)
    for position, row in enumerate(rows):
        row.position = position
    longest = max(sum(length for length, _name in playlists.segments_of(text)) for text in texts.values())
    return Measured(rows, seconds, longest)


def measure_remux(encode: Encode, source: ladder.Source, folder: Path) -> Measured | None:
    """What a quick start holds so far; None while there is less than a segment of each of its parts."""
    names = ["source", *(sound.stereo for sound in source.sounds)]
    texts = {name: _text(folder / name / "index.m3u8") for name in names}
    if not all(playlists.segments_of(text) for text in texts.values()):
        return None
    text = texts["source"]
    sizes = _sizes(folder / "source", text)
    peak, average = playlists.bandwidths(sizes)
    row = Rendition(
        encode=encode, kind=Rendition.Kind.VIDEO, name="source", width=source.width, height=source.height,
        frame_rate=source.frame_rate, bandwidth=peak, average_bandwidth=average,
        codecs=codecs.of_init((folder / "source" / playlists.init_of(text)).read_bytes()),
    )  # fmt: skip
    rows = [row]
    for position, sound in enumerate(source.sounds, 1):
        channels = min(2, sound.channels) if sound.copied else 2
        heard = _sound(encode, sound, sound.stereo, channels, folder, texts[sound.stereo])
        heard.position = position
        rows.append(heard)
    seconds = sum(duration for duration, _size in sizes)
    return Measured(rows, seconds, seconds)


def _picture(
    encode: Encode, source: ladder.Source, rung: ladder.Rung, folder: Path, text: str, target: int
) -> Rendition:
    peak, average = playlists.bandwidths(_sizes(folder, text))
    init = playlists.init_of(text)
    return Rendition(
        encode=encode, kind=Rendition.Kind.VIDEO, name=rung.name, width=rung.width, height=rung.height,
        frame_rate=min(source.frame_rate or 25.0, float(ladder.MOST_FRAME_RATE)), bandwidth=peak,
        average_bandwidth=average, codecs=codecs.of_init((folder / init).read_bytes()),
        frames_bandwidth=_write_frames(folder, text, init, target),
    )  # fmt: skip


def _write_frames(folder: Path, text: str, init: str, target: int) -> int:
    """Write the playlist of key frames beside a rung's own. Returns its peak in bits a second."""
    entries = []
    for seconds, name in playlists.segments_of(text):
        with (folder / name).open("rb") as segment:
            try:
                entries.append((seconds, name, first_frame_end(segment.read(HEAD_BYTES))))
            except ValueError:
                return 0
    (folder / "frames.m3u8").write_text(playlists.frames(init, target, entries))
    return playlists.bandwidths([(seconds, size) for seconds, _name, size in entries])[0]


def _sounds(encode: Encode, source: ladder.Source, folder: Path, texts: dict[str, str]) -> list[Rendition]:
    rows = []
    for sound in source.sounds:
        row = _sound(encode, sound, sound.stereo, 2, folder, texts[sound.stereo])
        row.loudness = _loudness(folder / f"{sound.stereo}.loudness")
        rows.append(row)
    for sound in source.sounds:
        if sound.surround:
            rows.append(_sound(encode, sound, sound.surround, 6, folder, texts[sound.surround]))
    return rows


def _sound(encode: Encode, sound: ladder.Sound, name: str, channels: int, folder: Path, text: str) -> Rendition:
    peak, average = playlists.bandwidths(_sizes(folder / name, text))
    return Rendition(
        encode=encode, kind=Rendition.Kind.AUDIO, name=name, bandwidth=peak, average_bandwidth=average, codecs=AAC,
        language=sound.language, label=sound.label, channels=channels,
        default=sound.default and name == sound.stereo, commentary=sound.commentary,
    )  # fmt: skip


def _loudness(log: Path) -> float | None:
    """The integrated loudness of a whole sound, in LUFS; None for silence. Takes the log away."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - 4096))
            last = file.read().decode(errors="replace")
        log.unlink()
    except OSError:
        return None
    at = last.rfind(_LOUDNESS)
    value = float(last[at + len(_LOUDNESS) :].split()[0]) if at >= 0 else SILENCE
    return round(value, 1) if value > SILENCE else None


def _sizes(folder: Path, text: str) -> list[tuple[float, int]]:
    return [(seconds, (folder / name).stat().st_size) for seconds, name in playlists.segments_of(text)]


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


def _playlist(folder: Path) -> str:
    text = _text(folder / "index.m3u8")
    if not text:
        raise Failed(NOT_WHOLE, again=True)
    return text
