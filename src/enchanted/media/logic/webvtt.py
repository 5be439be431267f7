"""Cuts a WebVTT text into the parts that HLS asks for."""

from __future__ import annotations

import re

_TIMES = re.compile(r"^((?:\d+:)?\d{2}:\d{2}\.\d{3})[ \t]+-->[ \t]+((?:\d+:)?\d{2}:\d{2}\.\d{3})", re.MULTILINE)
_BLANK = re.compile(r"\n(?:[ \t]*\n)+")


def part_of(text: str, begin: float, end: float) -> str:
    """The cues shown between two times in seconds, with what the whole text says of styles, as a WebVTT of its own."""
    blocks = _BLANK.split(text.replace("\r\n", "\n").strip("\ufeff\n"))
    kept = ["WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000"]
    for block in blocks[1:]:
        times = _TIMES.search(block)
        if times is None:
            kept += [block] if block.startswith(("STYLE", "REGION")) else []
        elif _seconds(times.group(1)) < end and _seconds(times.group(2)) > begin:
            kept.append(block)
    return "\n\n".join(kept) + "\n"


def _seconds(text: str) -> float:
    *hours, minutes, seconds = text.split(":")
    return int(hours[0] if hours else 0) * 3600 + int(minutes) * 60 + float(seconds)
