"""SubRip, as it is met: numbers, blank lines or hours may lack, commas may be points."""

from __future__ import annotations

import re
from collections.abc import Iterator

from enchanted.media.logic.subtitles.cues import STAMP, Cue, Script, milliseconds
from enchanted.media.logic.subtitles.markup import Token, colour_class, cue_text, place

TIMES = re.compile(rf"^[ \t]*{STAMP}[ \t]*-{{1,3}}>[ \t]*{STAMP}(?:[ \t].*)?$", re.M)
_TAG = re.compile(r"<(/?)\s*+([A-Za-z][\w-]*+)([^<>]*+)>|\{\\[^{}]*+\}|\{/?[ibu]\}", re.I)
_COLOUR = re.compile(r"color\s*=\s*([\"']?[#\w]+)", re.I)
_PLACE = re.compile(r"\{[^{}]{0,200}?\\an?(\d{1,2})[^{}]{0,200}\}")
_STYLED = re.compile(r"\\([ibu])([01])")


def read(text: str) -> Script:
    """Every time line and what stands under it until the next one."""
    found = list(TIMES.finditer(text))
    numbered = bool(found) and text[: found[0].start()].strip("\ufeff \n").isdigit()
    cues = []
    for times, following in zip(found, [*found[1:], None], strict=True):
        body = text[times.end() : following.start() if following else len(text)]
        if following and numbered:
            body = re.sub(r"(?:^|\n)[ \t]*\d+[ \t]*\n*$", "", body)
        stamps = times.groups()
        cues.append(Cue(milliseconds(stamps[:5]), milliseconds(stamps[5:10]), cue_text(_tokens(body)), _settings(body)))
    return Script(cues)


def _tokens(body: str) -> Iterator[Token]:
    at = 0
    for tag in _TAG.finditer(body):
        yield ("text", body[at : tag.start()], "")
        at = tag.end()
        yield from _styles(tag)
    yield ("text", body[at:], "")


def _styles(tag: re.Match[str]) -> Iterator[Token]:
    """What a tag means; any that is no style is dropped."""
    if tag.group(0).startswith("{"):
        short = re.fullmatch(r"\{(/?)([ibu])\}", tag.group(0), re.I)
        if short:
            yield _styled(short.group(2).lower(), not short.group(1))
        for kind, on in _STYLED.findall(tag.group(0)):
            yield _styled(kind, on == "1")
        return
    kind = {"strong": "b", "em": "i"}.get(tag.group(2).lower(), tag.group(2).lower())
    if kind in ("i", "b", "u"):
        yield _styled(kind, not tag.group(1))
    elif kind == "font":
        colour = _COLOUR.search(tag.group(3))
        yield ("close", kind, "") if tag.group(1) else ("open", kind, colour_class(colour.group(1)) if colour else "")
    elif kind == "br":
        yield ("text", "\n", "")


def _styled(kind: str, on: bool) -> Token:
    return ("open", kind, kind) if on else ("close", kind, "")


def _settings(body: str) -> str:
    found = _PLACE.search(body)
    return place(int(found.group(1))) if found else ""
