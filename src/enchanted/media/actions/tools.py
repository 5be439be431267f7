"""The media tools: which ffmpeg, and what a file holds."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from enchanted.core.errors import Invalid

PROBE_SECONDS = 60


@dataclass(frozen=True)
class Probe:
    """What a film file holds. Pixels as shown, times in ms."""

    container: str
    duration_ms: int
    width: int
    height: int
    frame_rate: float
    video_codec: str
    audio_codec: str


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
        raise Invalid(_FAULTS.get(answer["fault"], _FAULTS["unreadable"])())
    return Probe(**answer)


_FAULTS = {
    "unreadable": lambda: _("It is no film that can be read."),
    "empty": lambda: _("The file is empty."),
    "forbidden": lambda: _("The file may not be read."),
    "no picture": lambda: _("It holds no moving picture."),
    "undecodable": lambda: _("Its picture can't be decoded."),
}
