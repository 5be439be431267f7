"""Text with styles as WebVTT cue text: tags paired, everything else escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

Token = tuple[str, str, str]
"""("text", the text, ""), ("open", the kind, the tag's inside or nothing to show), ("close", the kind, "")."""

_COLOURS = {
    (255, 255, 255): "white", (0, 255, 0): "lime", (0, 255, 255): "cyan", (255, 0, 0): "red",
    (255, 255, 0): "yellow", (255, 0, 255): "magenta", (0, 0, 255): "blue", (0, 0, 0): "black",
}  # fmt: skip
_NEAR = 110
_DEEPEST = 8
_LEVEL = {0: "line:5%", 1: "", 2: "line:50%,center"}
_SIDE = {0: "align:end", 1: "align:start", 2: ""}


def cue_text(tokens: Iterable[Token]) -> str:
    """WebVTT cue text; a tag closed out of turn closes and opens again those inside it, one never closed is closed.

    Tags deeper than eight are left out: a short text must not become a long one.
    """
    out: list[str] = []
    opened: list[tuple[str, str]] = []
    for what, kind, inside in tokens:
        if what == "text":
            out.append(escaped(kind))
        elif what == "open" and len(opened) >= _DEEPEST:
            continue
        elif what == "open":
            opened.append((kind, inside))
            out.append(f"<{inside}>" if inside else "")
        elif any(name == kind for name, _inside in opened):
            again: list[tuple[str, str]] = []
            while opened[-1][0] != kind:
                again.append(opened.pop())
                out.append(_closing(again[-1][1]))
            out.append(_closing(opened.pop()[1]))
            for name, inner in reversed(again):
                opened.append((name, inner))
                out.append(f"<{inner}>" if inner else "")
    out.extend(_closing(inside) for _name, inside in reversed(opened))
    return "".join(out)


def escaped(text: str) -> str:
    """Plain text for a cue; what stood there as an entity is read first."""
    plain = unescape(text).replace("\r\n", "\n").replace("\r", "\n")
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def colour_class(colour: str) -> str:
    """`c.red` for `#ff0000`, `red` or a near one; empty for white and for what has no class in WebVTT."""
    name = colour.strip("\"' ").lower()
    if name in _COLOURS.values():
        return "" if name == "white" else f"c.{name}"
    digits = re.fullmatch(r"#?([0-9a-f]{6})", name)
    if not digits:
        return ""
    red, green, blue = bytes.fromhex(digits.group(1))
    near = min(_COLOURS, key=lambda known: _far((red, green, blue), known))
    return "" if _COLOURS[near] == "white" or _far((red, green, blue), near) > _NEAR else f"c.{_COLOURS[near]}"


def place(alignment: int) -> str:
    """Cue settings for a place on the number pad: 2 is the usual one, 8 the middle of the top."""
    if not 1 <= alignment <= 9:
        return ""
    level = _LEVEL[{0: 1, 1: 2, 2: 0}[(alignment - 1) // 3]]
    return " ".join(part for part in (level, _SIDE[alignment % 3]) if part)


def _closing(inside: str) -> str:
    return f"</{re.split(r'[. ]', inside)[0]}>" if inside else ""


def _far(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True))
