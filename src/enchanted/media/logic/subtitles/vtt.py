"""WebVTT that others wrote: what is known of it is kept, what is not is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from enchanted.media.logic.subtitles.cues import STAMP, Cue, Script, milliseconds
from enchanted.media.logic.subtitles.markup import Token, cue_text

_TIMES = re.compile(rf"^[ \t]*{STAMP}[ \t]*-->[ \t]*{STAMP}(?:[ \t]+(.*))?$")
_NUMBER = r"\d{1,3}(?:\.\d+)?%"
_SETTING = re.compile(
    rf"vertical:(?:rl|lr)|line:(?:{_NUMBER}|-?\d{{1,3}})(?:,(?:start|center|end))?"
    rf"|position:{_NUMBER}(?:,(?:line-left|center|line-right))?|size:{_NUMBER}|align:(?:start|center|end|left|right)"
)
_REGION = re.compile(
    rf"id:[\w.-]+|width:{_NUMBER}|lines:\d{{1,2}}|regionanchor:{_NUMBER},{_NUMBER}|viewportanchor:{_NUMBER},{_NUMBER}|scroll:up"
)
_STYLE = re.compile(r"(?:\s*::cue(?:\([\w\s.#:*\-\[\]=\"']*\))?\s*\{[\w\s:;#.,%()'\"!-]*\})+\s*")
_REACHES_OUT = re.compile(r"url|image|@|\\|expression|<|-->", re.I)
_TAG = re.compile(r"<([^<>]*)>")
_KNOWN = re.compile(r"(/?)(c|i|b|u|ruby|rt|v|lang)((?:\.[\w-]+)*)(?:[ \t\n]+([^<>&]*))?\s*")


def read(text: str) -> Script:
    blocks: list[str] = []
    cues: list[Cue] = []
    regions: set[str] = set()
    for block in re.split(r"\n(?:[ \t]*\n)+", text.lstrip("\ufeff").strip("\n"))[1:]:
        lines = block.strip("\n").split("\n")
        at = next((index for index, line in enumerate(lines[:2]) if "-->" in line), None)
        if at is not None:
            cues += _cues(lines[at:], regions)
        elif not cues and lines[0].strip() == "STYLE":
            style = "\n".join(line for line in lines[1:] if line.strip())
            blocks += [f"STYLE\n{style}"] if _STYLE.fullmatch(style) and not _REACHES_OUT.search(style) else []
        elif not cues and lines[0].strip() == "REGION":
            settings = [word for word in " ".join(lines[1:]).split() if _REGION.fullmatch(word)]
            regions |= {word[3:] for word in settings if word.startswith("id:")}
            blocks += ["REGION\n" + "\n".join(settings)] if settings else []
    return Script(cues, blocks)


def _cues(lines: list[str], regions: set[str]) -> Iterator[Cue]:
    """The cue of a block; several where the blank lines between them lack."""
    starts = [index for index, line in enumerate(lines) if _TIMES.match(line)]
    for at, following in zip(starts, [*starts[1:], len(lines)], strict=True):
        times = _TIMES.match(lines[at])
        if times is None:
            continue
        stamps, given = times.groups()[:10], times.group(11) or ""
        settings = {word.split(":")[0]: word for word in given.split()
                    if _SETTING.fullmatch(word) or (word.startswith("region:") and word[7:] in regions)}  # fmt: skip
        text = cue_text(_tokens("\n".join(lines[at + 1 : following])))
        yield Cue(milliseconds(stamps[:5]), milliseconds(stamps[5:]), text, " ".join(settings.values()))


def _tokens(text: str) -> Iterator[Token]:
    at = 0
    for tag in _TAG.finditer(text):
        yield ("text", text[at : tag.start()], "")
        at = tag.end()
        known = _KNOWN.fullmatch(tag.group(1))
        if known:
            closes, kind, classes, annotation = known.groups()
            words = " ".join((annotation or "").split()) if kind in ("v", "lang") else ""
            inside = f"{kind}{classes}" + (f" {words}" if words else "")
            yield ("close", kind, "") if closes else ("open", kind, inside)
    yield ("text", text[at:], "")
