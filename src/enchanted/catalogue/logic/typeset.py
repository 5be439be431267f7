"""Setting a title on a poster: how wide letters are, where lines may break, how large they can be."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_Measure = Callable[[str], float]
NARROW = frozenset("iIjl.,:;'!|()[]1ft·’‘“”\"")
WIDE = frozenset("mwMWÆŒ@%—…")
NO_LINE_START = frozenset("，。、；：？！）》」』】·,.;:!?)]}”’…")


@dataclass(frozen=True)
class Setting:
    """Lines of text and the size they are set in."""

    lines: list[str]
    size: float


def width_of(text: str, *, weight: float = 1.0, tracking: float = 0.0) -> float:
    """About how wide a line is, in ems; on the wide side, so that other fonts fit as well."""
    return sum(_letter(letter) * weight + tracking for letter in text)


def _letter(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    if letter == " ":
        return 0.3
    if letter in NARROW:
        return 0.36
    if letter in WIDE:
        return 0.98
    if letter.isupper():
        return 0.74
    return 0.6 if letter.islower() or letter.isdigit() else 0.62


def set_title(
    text: str,
    *,
    width: float,
    height: float,
    largest: float,
    smallest: float,
    leading: float,
    weight: float,
    tracking: float,
) -> Setting:
    """The largest setting of `text` in a box; what does not fit even in the smallest ends in an ellipsis."""

    def wide(line: str) -> float:
        return width_of(line, weight=weight, tracking=tracking)

    size = largest
    while size > smallest:
        lines = _balanced(text, width / size, wide)
        if len(lines) * size * leading <= height and all(wide(line) * size <= width for line in lines):
            return Setting(lines, size)
        size -= max(1.0, size * 0.04)
    room = max(1, int(height / (smallest * leading)))
    lines = _broken(text, width / smallest, wide, hard=True)
    if len(lines) > room:
        lines = [*lines[: room - 1], _cut(lines[room - 1], width / smallest, wide)]
    return Setting(lines, smallest)


def _balanced(text: str, most: float, wide: _Measure) -> list[str]:
    """Lines of about equal length: the narrowest box that needs no more lines than the whole width does."""
    lines = _broken(text, most, wide)
    low, high = most * 0.4, most
    for _ in range(7):
        middle = (low + high) / 2
        tried = _broken(text, middle, wide)
        if len(tried) > len(lines) or any(wide(line) > middle for line in tried):
            low = middle
        else:
            lines, high = tried, middle
    return lines


def _broken(text: str, most: float, wide: _Measure, *, hard: bool = False) -> list[str]:
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if not line or wide((line + piece).rstrip()) <= most:
            line += piece if line else piece.lstrip()
        else:
            lines.append(line.rstrip())
            line = piece.lstrip()
        while hard and wide(line.rstrip()) > most and len(line) > 1:
            keep = next((n for n in range(len(line) - 1, 0, -1) if wide(line[:n]) <= most), 1)
            lines.append(line[:keep])
            line = line[keep:]
    return [*lines, line.rstrip()] if line.strip() else lines or [""]


def _pieces(text: str) -> Iterator[str]:
    """What must stay together: a Latin word with the space after it, or one Chinese character with its full stop."""
    piece = ""
    for letter in text:
        whole = unicodedata.east_asian_width(letter) in "WF"
        if piece and (whole or _ends(piece)) and letter not in NO_LINE_START and letter != " ":
            yield piece
            piece = ""
        piece += letter
    if piece:
        yield piece


def _ends(piece: str) -> bool:
    return piece[-1] in " -–—/" or unicodedata.east_asian_width(piece[-1]) in "WF"


def _cut(line: str, most: float, wide: _Measure) -> str:
    while line and wide(line + "…") > most:
        line = line[:-1]
    return line.rstrip() + "…"
