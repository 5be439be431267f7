"""The media tools: which ffmpeg, and what a file holds."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from enchanted.core.errors import Invalid

PROBE_SECONDS = 60


@dataclass(frozen=True)
class FoundTrack:
    """A sound or subtitle stream; `kind` is audio or subtitle, `position` counts within the kind."""

    kind: str
    position: int
    codec: str
    language: str
    title: str
    channels: int
    default: bool
    forced: bool
    hearing_impaired: bool
    commentary: bool


@dataclass(frozen=True)
class FoundChapter:
    start_ms: int
    title: str


@dataclass(frozen=True)
class Probe:
    """What a film file holds. Pixels as shown, times in ms, bit rate in bits a second.

    `frame_rate` is the steady one to show the film at, `sound_count` counts the sounds beyond those in `tracks` too.
    """

    container: str
    duration_ms: int
    width: int
    height: int
    frame_rate: float
    video_codec: str
    audio_codec: str
    video_position: int
    video_profile: str
    pixel_format: str
    bit_rate: int
    hdr: str
    interlaced: bool
    rotated: bool
    variable_rate: bool
    mime: str
    tracks: tuple[FoundTrack, ...] = ()
    chapters: tuple[FoundChapter, ...] = ()
    sound_count: int = 0


@cache
def ffmpeg() -> str:
    """The ffmpeg to run: ENCHANTED_FFMPEG, else the one that came with the house.

    Errors: Invalid when the setting names none.
    """
    if settings.HOUSE_FFMPEG:
        found = shutil.which(settings.HOUSE_FFMPEG)
        if not found:
            raise Invalid(_("ENCHANTED_FFMPEG names no program: %(name)s") % {"name": settings.HOUSE_FFMPEG})
        return found
    import imageio_ffmpeg

    return str(imageio_ffmpeg.get_ffmpeg_exe())


def probe(path: Path) -> Probe:
    """What is in a film file, read by a child process, so that a hostile file can't harm this one.

    Errors: Invalid, with the reason in words, when it is no film that can be decoded.
    """
    command = [sys.executable, "-m", "enchanted.media.actions.probe_child", str(path)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=PROBE_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise Invalid(_("Looking at it took longer than a minute.")) from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise Invalid(_("It can't be read as a film.")) from None
    if "fault" in answer:
        raise Invalid(_FAULTS.get(answer["fault"], _FAULTS["unreadable"])(answer))
    answer["tracks"] = tuple(FoundTrack(**track) for track in answer["tracks"])
    answer["chapters"] = tuple(FoundChapter(**chapter) for chapter in answer["chapters"])
    return Probe(**answer)


_FAULTS: dict[str, Callable[[dict[str, Any]], str]] = {
    "unreadable": lambda _answer: _("It is no film that can be read."),
    "no file": lambda _answer: _("It is not a file, but a folder, a pipe or a device."),
    "empty": lambda _answer: _("The file is empty."),
    "forbidden": lambda _answer: _("The file may not be read."),
    "no picture": lambda _answer: _("It holds no moving picture."),
    "undecodable": lambda _answer: _("Its picture can't be decoded."),
    "too small": lambda answer: _("Its picture is %(width)s×%(height)s pixels; a film has at least 16×16.") % answer,
    "too large": lambda answer: (
        _("Its picture is %(width)s×%(height)s pixels; at most 8192×8192 can be made ready.") % answer
    ),
}
