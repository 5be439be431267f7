"""Cues, and how they are written as WebVTT."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

STAMP = r"(-?)(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[.,:](\d{1,3}))?"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029]")
_LAST_MS = 1000 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class Cue:
    """One text and when it is shown, in ms. `text` is WebVTT cue text, escaped; `settings` its place on the picture."""

    start: int
    end: int
    text: str
    settings: str = ""


@dataclass(frozen=True, slots=True)
class Script:
    """A whole file's cues, and the blocks of styles and regions before them."""

    cues: list[Cue]
    blocks: list[str] = field(default_factory=list)


def milliseconds(stamp: tuple[str, ...]) -> int:
    """The time of the five groups of STAMP."""
    sign, hours, minutes, seconds, fraction = stamp
    whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    return (whole * 1000 + int((fraction or "0").ljust(3, "0"))) * (-1 if sign else 1)


def written(script: Script) -> str:
    """The WebVTT text; empty when no cue shows anything."""
    kept = dict.fromkeys(cue for cue in map(_tidied, script.cues) if cue is not None)
    if not kept:
        return ""
    parts = ["WEBVTT", *script.blocks]
    for cue in sorted(kept, key=lambda cue: (cue.start, cue.end)):
        settings = f" {cue.settings}" if cue.settings else ""
        parts.append(f"{_stamp(cue.start)} --> {_stamp(cue.end)}{settings}\n{cue.text}")
    return "\n\n".join(parts) + "\n"


def _tidied(cue: Cue) -> Cue | None:
    """A cue as it may stand in a file: no empty lines, no time before the beginning; None when it shows nothing."""
    lines = [_CONTROL.sub("", line).rstrip() for line in cue.text.split("\n")]
    text = "\n".join(line for line in lines if line.strip())
    start, end = max(0, cue.start), min(cue.end, _LAST_MS)
    if end <= start or not re.sub(r"<[^>]*>|&nbsp;|\s", "", text):
        return None
    return Cue(start, end, text, cue.settings)


def _stamp(ms: int) -> str:
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"
