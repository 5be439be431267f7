"""ASS, SSA and MicroDVD, read by pysubs2: what WebVTT can say of their styles, without drawings and karaoke."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pysubs2
from django.utils.translation import gettext as _

from enchanted.core.errors import Invalid
from enchanted.media.logic.subtitles.cues import Cue, Script
from enchanted.media.logic.subtitles.markup import Token, colour_class, cue_text, place

_BLOCK = re.compile(r"\{([^{}]*)\}")
_OVERRIDE = re.compile(
    r"\\(?:(?P<style>[ibu])(?P<on>\d{1,3})|(?P<colour>1?c)(?:&?H?(?P<bgr>[0-9A-Fa-f]{1,8})&?)?|p(?P<drawing>\d{1,2})"
    r"|(?P<reset>r)(?![a-z]))"
)
_PLACE = re.compile(r"\\(?:an(?P<pad>[1-9])|a(?P<old>\d{1,2})(?!\d))")
_POSITION = re.compile(r"\\(?:pos|move)\(\s*+(-?\d{1,6}(?:\.\d{1,9})?)\s*+,\s*+(-?\d{1,6}(?:\.\d{1,9})?)")
_OLD_PLACES = {1: 1, 2: 2, 3: 3, 5: 7, 6: 8, 7: 9, 9: 4, 10: 5, 11: 6}
_RATE = re.compile(r"\s*\{\s*[01]\s*\}\s*\{\s*[01]\s*\}\s*(\d{2,3}(?:[.,]\d+)?)\s*(?:\n|$)")


def read(text: str) -> Script:
    return _script(pysubs2.SSAFile.from_string(text, format_="ass" if re.search(r"\[V4\+", text, re.I) else None))


def read_frames(text: str, frame_rate: float) -> Script:
    """MicroDVD counts frames: its own first line says how many a second, else the film does.

    Errors: Invalid when neither is known.
    """
    told = _RATE.match(text)
    rate = float(told.group(1).replace(",", ".")) if told else frame_rate
    if rate <= 0:
        raise Invalid(_("These subtitles count frames, and how many a second is not known."))
    return _script(pysubs2.SSAFile.from_string(text[told.end() :] if told else text, format_="microdvd", fps=rate))


def _script(file: Any) -> Script:
    width, height = (_number(file.info.get(key), usual) for key, usual in (("PlayResX", 384), ("PlayResY", 288)))
    cues = []
    for event in file:
        style = file.styles.get(event.style)
        if not event.is_comment:
            text = cue_text(_tokens(event.text, bool(style and style.italic)))
            settings = _settings(event.text, int(style.alignment) if style else 2, width, height)
            cues.append(Cue(event.start, event.end, text, settings))
    return Script(cues)


def _tokens(text: str, slanted: bool) -> Iterator[Token]:
    """Text and styles; an override that is no style of WebVTT is dropped, and so is what is drawn."""
    drawing, at = False, 0
    if slanted:
        yield ("open", "i", "i")
    for block in [*_BLOCK.finditer(text), None]:
        if not drawing:
            yield ("text", _plain(text[at : block.start() if block else len(text)]), "")
        if block is None:
            return
        at = block.end()
        for override in _OVERRIDE.finditer(block.group(1)):
            if override["drawing"] is not None:
                drawing = override["drawing"] != "0"
            else:
                yield from _styles(override)


def _styles(override: re.Match[str]) -> Iterator[Token]:
    if override["style"]:
        kind = override["style"]
        yield ("close", kind, "")
        if override["on"] != "0":
            yield ("open", kind, kind)
    elif override["reset"]:
        yield from (("close", kind, "") for kind in ("i", "b", "u", "c"))
    else:
        digits = (override["bgr"] or "").rjust(6, "0")[-6:]
        yield ("close", "c", "")
        if override["bgr"]:
            yield ("open", "c", colour_class(f"#{digits[4:]}{digits[2:4]}{digits[:2]}"))


def _plain(text: str) -> str:
    return text.replace(r"\N", "\n").replace(r"\n", " ").replace(r"\h", "\u00a0")


def _settings(text: str, alignment: int, width: float, height: float) -> str:
    found = _PLACE.search(text)
    if found:
        alignment = int(found["pad"]) if found["pad"] else _OLD_PLACES.get(int(found["old"]), 2)
    position = _POSITION.search(text)
    if not position:
        return place(alignment)
    across, down = float(position.group(1)) / width, float(position.group(2)) / height
    if not (0 <= across <= 1 and 0 <= down <= 1):
        return place(alignment)
    pull = {0: "end", 1: "center", 2: "start"}[(alignment - 1) // 3]
    side = {0: "end", 1: "start", 2: "center"}[alignment % 3]
    return f"line:{down:.1%},{pull} position:{across:.1%} align:{side}"


def _number(text: object, usual: float) -> float:
    try:
        return float(str(text)) or usual
    except ValueError:
        return usual
