"""Values as strangers' files tell them: running times, years, days, counts, lists, texts. Nothing here guesses."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable
from datetime import date

EARLIEST, LATEST = 1870, 2200
MOST_MINUTES = 6000
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
         (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
SEPARATORS = ("|", "/", "、", ";", ",")
MOST_WEIGHED = 50_000
MOST_OF_GB2312 = 0.9
NUMBERED = frozenset({"tmdb", "douban"})
_IMDB = re.compile(r"(?:tt)?(\d{6,10})", re.ASCII)
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200b\u2060\ufeff\ud800-\udfff]")
_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)(?::[0-5]\d(?:\.\d+)?)?")
_DURATION = re.compile(r"pt(?=\d)(?:(\d{1,2})h)?(?:(\d{1,4})m)?(?:\d{1,5}(?:\.\d+)?s)?")
_WORDS = re.compile(
    r"(?:(\d{1,2})\s*(?:hours?|hrs?\.?|h|小时|小時|时|時))?\s*"
    r"(?:(\d{1,4})\s*(?:minutes?|mins?\.?|m|分钟|分鐘|分|'|′)?)?"
)
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
_COMPACT_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)")
_DOTTED_DAY = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_COUNT = re.compile(r"\d{1,12}|\d{1,3}(?:[., '’]\d{3}){1,3}")


def line(text: str, most: int) -> str:
    """The text in one line without what can't be seen, spaces of every kind single, at most `most` characters."""
    return " ".join(_UNSEEN.sub("", text).split())[:most].strip()


def story(text: str, most: int) -> str:
    """The text line by line, each as `line` has it, at most one line empty between two."""
    lines = [line(part, most) for part in _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")]
    return re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip()[:most].strip()


def minutes(text: str) -> int | None:
    """A running time in whole minutes: `142 min`, `117分钟`, `1h 35m`, `PT2H22M`, `02:22:00`, `142`; None when none."""
    said = unicodedata.normalize("NFKC", text).strip().casefold()
    plain = re.fullmatch(r"(\d{1,4})(?:\.\d+)?", said)
    if plain:
        total = int(plain.group(1))
    else:
        found = _CLOCK.fullmatch(said) or _DURATION.fullmatch(said) or (_WORDS.fullmatch(said) if said else None)
        if not found:
            return None
        hours, rest = found.groups()
        total = int(hours or 0) * 60 + int(rest or 0)
    return total if 1 <= total <= MOST_MINUTES else None


def year(text: str) -> int | None:
    """The year in a text: `1994`, `(1994)`, `1994-09-10`, `1994年`; None when there is none a film can be of."""
    for found in _YEAR.findall(unicodedata.normalize("NFKC", text)):
        if EARLIEST <= int(found) <= LATEST:
            return int(found)
    whole = day(text)
    return whole.year if whole else None


def day(text: str) -> date | None:
    """The day in a text, where which number is the month is beyond doubt: `1994-09-10`, `19940910`, `10.9.1994`."""
    said = unicodedata.normalize("NFKC", text).strip()
    found = _DAY.match(said) or _COMPACT_DAY.fullmatch(said)
    parts = found.groups() if found else ()
    if dotted := _DOTTED_DAY.fullmatch(said):
        parts = dotted.groups()[::-1]
    try:
        told = date(*(int(part) for part in parts)) if parts else None
    except ValueError:
        return None
    return told if told and EARLIEST <= told.year <= LATEST else None


def count(text: str) -> int | None:
    """A whole number with or without marks between thousands: `1234`, `1,234`, `1.234`, `1 234`."""
    said = unicodedata.normalize("NFKC", text).strip()
    number = int(re.sub(r"\D", "", said)) if _COUNT.fullmatch(said) else None
    return number if number is not None and number < 2**31 else None


def rating(text: str, most: float = 10) -> float | None:
    """A rating from 0 to 10: `8.7`, `8,7`, `87%`, `4.3/5`; a bare number is out of `most`."""
    said = unicodedata.normalize("NFKC", text).strip().replace(",", ".")
    found = re.fullmatch(r"(\d{1,4}(?:\.\d{1,6})?)\s*(?:(%)|/\s*(\d{1,4}))?", said)
    if not found:
        return None
    most = 100 if found.group(2) else float(found.group(3) or most)
    value = float(found.group(1)) * 10 / most if most > 0 else -1.0
    return round(value, 2) if 0 <= value <= 10 else None


def parts(text: str, most: int) -> tuple[str, ...]:
    """The names in a list written as one text, parted by the one separator it uses: | before / before 、 before ; ,"""
    said = text.replace("；", ";").replace("，", ",").replace("／", "/").replace("｜", "|")
    separator = next((mark for mark in SEPARATORS if mark in said), None)
    return names(said.split(separator) if separator else [text], most)


def names(given: Iterable[str], most: int) -> tuple[str, ...]:
    """Each name once, as `line` has it, without empty ones."""
    return tuple(dict.fromkeys(name for name in (line(text, most) for text in given) if name))


def catalogue_id(scheme: str, text: str) -> str:
    """A film's id as its catalogue writes it; empty when it can be none of that catalogue's."""
    given = line(text, 200)
    if scheme == "imdb":
        number = _IMDB.fullmatch(given)
        return f"tt{number.group(1)}" if number else ""
    if scheme in NUMBERED:
        plain = given.removesuffix(".0")
        return plain if plain.isascii() and plain.isdigit() and int(plain) else ""
    return given


def is_chinese(text: str) -> bool:
    """Whether what is beyond ASCII in the text is nearly all common Chinese; for bytes read as GB18030."""
    beyond = re.findall("[^\x00-\x7f]", text[:MOST_WEIGHED])
    return sum(map(_in_gb2312, beyond)) >= MOST_OF_GB2312 * len(beyond)


def encoding_of(chunks: Iterable[bytes]) -> str:
    """The encoding of a text given in chunks: by its mark, else the first of UTF-8, GB18030, Windows-1252 it fits."""
    held: dict[str, codecs.IncrementalDecoder] = {}
    for chunk in chunks:
        if not held:
            for mark, name in MARKS:
                if chunk.startswith(mark):
                    return name
            held = {name: codecs.getincrementaldecoder(name)() for name in ("utf-8", "gb18030")}
        held = {name: decoder for name, decoder in held.items() if _takes(name, decoder, chunk)}
        if not held:
            return "cp1252"
    whole = [name for name, decoder in held.items() if _takes(name, decoder, b"", last=True)]
    return (whole[0] if whole else "cp1252") if held else "utf-8"


def _takes(name: str, decoder: codecs.IncrementalDecoder, chunk: bytes, *, last: bool = False) -> bool:
    try:
        text = decoder.decode(chunk, last)
    except UnicodeDecodeError:
        return False
    return name != "gb18030" or is_chinese(text)


def _in_gb2312(letter: str) -> bool:
    try:
        letter.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
