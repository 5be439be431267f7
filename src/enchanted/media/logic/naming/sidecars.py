"""Which files beside a film are its subtitles and pictures, and what their names say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

from enchanted.media.logic.languages import UNKNOWN, tag_of_name

VIDEO_SUFFIXES = frozenset(
    (".mkv", ".mp4", ".m4v", ".mov", ".webm", ".avi", ".ts", ".m2ts", ".mpg", ".mpeg", ".wmv", ".flv", ".ogv", ".3gp")
)
SUBTITLE_SUFFIXES = frozenset((".srt", ".vtt", ".ass", ".ssa", ".sub", ".idx"))
SUBTITLE_FOLDERS = frozenset(("subs", "sub", "subtitles", "subtitle", "字幕"))
PICTURE_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp")
_FORCED = frozenset(("forced", "foreign"))
_HEARING = frozenset(("sdh", "cc", "hi"))
_SILENT = frozenset(("default", "full"))
_SECOND = re.compile(r"[&+][^.]*")
_REGIONAL = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2,3}[-_](?:[A-Za-z]{4}|[A-Za-z]{2})(?![A-Za-z0-9])")


@dataclass(frozen=True, slots=True)
class SubtitleName:
    """`language` is a BCP 47 tag, `und` when the name tells none; `title` what else it says."""

    language: str
    forced: bool = False
    hearing_impaired: bool = False
    title: str = ""


def subtitle_name(path: PurePath, film: PurePath, *, alone: bool = True) -> SubtitleName | None:
    """What `Film.en.forced.srt` or `Subs/2_English.srt` says beside `Film.mkv`; None when it belongs to another file.

    `alone` says that the film is the only one of its folder, so that whatever lies in `Subs` is its own.
    """
    if path.suffix.lower() not in SUBTITLE_SUFFIXES:
        return None
    own, stem = path.stem.lower(), film.stem.lower()
    if own == stem or own.startswith(f"{stem}."):
        return _said(path.stem[len(film.stem) :], r"\.")
    folder = path.parent
    of_film = folder.name.lower() == stem and folder.parent.name.lower() in SUBTITLE_FOLDERS
    if of_film or (alone and folder.name.lower() in SUBTITLE_FOLDERS and folder.parent == film.parent):
        return _said(re.sub(r"^\d+[_. -]+", "", path.stem), r"[._ \[\]()-]+")
    return None


def _said(text: str, separators: str) -> SubtitleName:
    text = _SECOND.sub("", text)  # of two languages at once the first is the one to name
    whole = _REGIONAL.findall(text)
    parts = [part for part in (*whole, *re.split(separators, _REGIONAL.sub("", text))) if part]
    flags = {part.lower() for part in parts} & (_FORCED | _HEARING | _SILENT)
    tags = {part: tag_of_name(part) for part in parts if part.lower() not in flags or part.lower() == "hi"}
    languages = [part for part, tag in tags.items() if tag != UNKNOWN]
    spoken = [part for part in languages if part.lower() != "hi"]
    if languages and not spoken:  # `Film.hi.srt` is in Hindi, `Film.en.hi.srt` for the hard of hearing
        return SubtitleName("hi", bool(flags & _FORCED), bool(flags & (_HEARING - {"hi"})))
    title = " ".join(part for part in parts if part not in languages and part.lower() not in flags)
    language = tags[spoken[-1]] if spoken else UNKNOWN
    return SubtitleName(language, bool(flags & _FORCED), bool(flags & _HEARING), title[:60])
