"""Turns subtitle files of any common kind and encoding into WebVTT."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from enchanted.core.errors import Invalid
from enchanted.media.logic.subtitles import srt, substation, vtt
from enchanted.media.logic.subtitles.cues import Script, written
from enchanted.media.logic.subtitles.encodings import decode

MOST_BYTES = 10 << 20
_PICTURES = (b"\x00\x00\x01\xba", b"# VobSub", b"PG")


def to_webvtt(data: bytes, language: str = "und", frame_rate: float = 0) -> str:
    """The WebVTT text of an SRT, WebVTT, ASS, SSA or MicroDVD file.

    `language` is the BCP 47 tag its name tells, a hint at its encoding; `frame_rate` the film's, for MicroDVD.
    Errors: Invalid, in words, when there is nothing to show or no such format.
    """
    if len(data) > MOST_BYTES:
        raise Invalid(_("The subtitle file is larger than 10 MB."))
    if not data.strip(b" \t\r\n\0"):
        raise Invalid(_("The subtitle file is empty."))
    if data.startswith(_PICTURES):
        raise Invalid(_("These subtitles are pictures, which can't be read as text."))
    text = decode(data, language)
    try:
        script = _read(text, frame_rate)
    except Invalid:
        raise
    except Exception:  # whatever a broken file does to a reader, people hear that it can't be read
        raise Invalid(_("This subtitle format can't be read.")) from None
    shown = written(script)
    if not shown:
        raise Invalid(_("The subtitle file shows no text."))
    return shown


def _read(text: str, frame_rate: float) -> Script:
    """By what a text begins with; kinds that are none of these are not for strangers' files."""
    head = text.lstrip("\ufeff \t\n")[:2000]
    if re.match(r"WEBVTT(?:[ \t\n]|$)", head):
        return vtt.read(text)
    if re.search(r"^\s*\[(?:Script Info|V4\+? Styles|Events)\]", head, re.M | re.I):
        return substation.read(text)
    if re.match(r"\{\s*\d+\s*\}\s*\{\s*\d*\s*\}", head):
        return substation.read_frames(text, frame_rate)
    if srt.TIMES.search(text):
        return srt.read(text)
    raise Invalid(_("This subtitle format can't be read."))
