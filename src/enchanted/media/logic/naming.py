"""What a film's file is called, and what that says of the film."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

VIDEO_SUFFIXES = frozenset(
    (".mkv", ".mp4", ".m4v", ".mov", ".webm", ".avi", ".ts", ".m2ts", ".mpg", ".mpeg", ".wmv", ".flv", ".ogv", ".3gp")
)
SUBTITLE_SUFFIXES = frozenset((".srt", ".vtt", ".ass", ".ssa"))
PICTURE_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp")
_YEAR = re.compile(r"[(\[](18[7-9]\d|19\d\d|20\d\d|21\d\d)[)\]]")
_SPACES = re.compile(r"[\s._]+")
_FLAGS = {"forced": "forced", "sdh": "hearing", "cc": "hearing", "hi": "hearing"}
_LANGUAGE = re.compile(r"^[a-z]{2,3}(-[a-z0-9]{2,8}){0,2}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FilmName:
    title: str
    year: int | None


@dataclass(frozen=True, slots=True)
class SubtitleName:
    """`language` is a BCP 47 tag, `und` when the name tells none."""

    language: str
    forced: bool
    hearing_impaired: bool


def film_name(path: PurePath, root: PurePath) -> FilmName:
    """Title and year out of `Title (Year)/Title (Year).mkv`: the file's own name, else its folder's.

    >>> film_name(PurePath("/f/The Kid (1921)/kid.mkv"), PurePath("/f"))
    FilmName(title='The Kid', year=1921)
    """
    own = _split(path.stem)
    if own.year is None and path.parent != root:
        folder = _split(path.parent.name)
        if folder.year is not None:
            return folder
    return own


def subtitle_name(path: PurePath, film: PurePath) -> SubtitleName | None:
    """What `Film.en.forced.srt` says beside `Film.mkv`; None when it belongs to another file."""
    if path.suffix.lower() not in SUBTITLE_SUFFIXES or not path.name.startswith(film.stem):
        return None
    rest = path.stem[len(film.stem) :]
    if rest and not rest.startswith("."):
        return None
    parts = [part for part in rest.split(".") if part]
    flags = {_FLAGS[part.lower()] for part in parts if part.lower() in _FLAGS}
    languages = [part for part in parts if part.lower() not in _FLAGS and _LANGUAGE.match(part)]
    return SubtitleName(_tag(languages[-1]) if languages else "und", "forced" in flags, "hearing" in flags)


def _split(name: str) -> FilmName:
    found = list(_YEAR.finditer(name))
    if found and name[: found[-1].start()].strip():
        return FilmName(_clean(name[: found[-1].start()]), int(found[-1].group(1)))
    return FilmName(_clean(name), None)


def _clean(text: str) -> str:
    spaced = text if " " in text.strip() else _SPACES.sub(" ", text)
    return spaced.strip(" -_.") or text.strip()


def _tag(language: str) -> str:
    head, *rest = language.split("-")
    shaped = [part.title() if len(part) == 4 else part.upper() if len(part) == 2 else part for part in rest]
    return "-".join([head.lower(), *shaped])
