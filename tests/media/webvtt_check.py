"""A strict reader of WebVTT: what its specification lets an author write, and nothing else."""

from __future__ import annotations

import re

TIMES = re.compile(
    r"(\d{2,}):([0-5]\d):([0-5]\d)\.(\d{3}) --> (\d{2,}):([0-5]\d):([0-5]\d)\.(\d{3})((?: [^\s:]+:\S+)*)"
)
TAG = re.compile(r"<(/?)(c|i|b|u|ruby|rt|v|lang)((?:\.[\w-]+)*)(?: ([^<>&\n]+))?>")
SETTING = re.compile(
    r"vertical:(rl|lr)|line:(-?\d+|\d+(\.\d+)?%)(,(start|center|end))?|size:\d+(\.\d+)?%|region:\S+"
    r"|position:\d+(\.\d+)?%(,(line-left|center|line-right))?|align:(start|center|end|left|right)"
)


def check(text: str) -> list[tuple[float, float, str, str]]:
    """The cues as (start, end, settings, text); asserts that every line of the file is as it must be."""
    assert "\r" not in text
    assert "\0" not in text
    assert text.endswith("\n")
    blocks = text.rstrip("\n").split("\n\n")
    assert blocks[0] == "WEBVTT"
    cues: list[tuple[float, float, str, str]] = []
    for block in blocks[1:]:
        lines = block.split("\n")
        assert all(line.strip() for line in lines), block
        if lines[0] in ("STYLE", "REGION"):
            assert not cues
            assert "-->" not in block
            continue
        times = TIMES.fullmatch(lines[0])
        assert times, lines[0]
        start, end = _seconds(times.groups()[:4]), _seconds(times.groups()[4:8])
        assert start < end
        assert not cues or start >= cues[-1][0]
        assert all(SETTING.fullmatch(word) for word in times.group(9).split()), lines[0]
        cues.append((start, end, times.group(9).strip(), _payload("\n".join(lines[1:]))))
    assert cues
    return cues


def _payload(text: str) -> str:
    assert text
    assert "-->" not in text
    opened: list[str] = []
    for tag in TAG.finditer(text):
        if tag.group(1):
            assert opened.pop() == tag.group(2), text
        else:
            opened.append(tag.group(2))
    assert not opened, text
    plain = TAG.sub("", text)
    assert "<" not in plain, text
    assert ">" not in plain, text
    assert not re.search(r"&(?!amp;|lt;|gt;)", plain), text
    return text


def _seconds(parts: tuple[str, ...]) -> float:
    hours, minutes, seconds, ms = map(int, parts)
    return hours * 3600 + minutes * 60 + seconds + ms / 1000
