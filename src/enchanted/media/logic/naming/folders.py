"""What in a folder of films is no film: extras, discs, parts, what is hidden or half there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePath

from enchanted.media.logic.naming.films import film_name

EXTRAS_FOLDERS = frozenset(
    ("extras", "extra", "trailers", "trailer", "behind the scenes", "behindthescenes", "deleted scenes",
     "deletedscenes", "featurettes", "featurette", "interviews", "interview", "scenes", "shorts", "clips", "samples",
     "sample", "other", "others", "theme-music", "backdrops", "extrafanart", "extrathumbs")
)  # fmt: skip
LEFT_OUT = frozenset(("@eadir", "#recycle", "@recycle", "$recycle.bin", "lost+found", "system volume information"))
MARKERS = frozenset((".ignore", ".nomedia"))
DISCS = frozenset(("bdmv", "video_ts"))
UNFINISHED = (".part", ".crdownload", ".!qb", ".!ut", ".tmp", ".partial", ".download", ".aria2", ".filepart")
_EXTRA = re.compile(
    r".(?:-(?:behindthescenes|deleted(?:scene)?|featurette|interview|scene|short|clip|other|extra)"
    r"|[-._](?:trailer|sample))[-_ ]?\d{0,2}$",
    re.I,
)
_WHOLLY_EXTRA = frozenset(("sample", "trailer"))
_PART = re.compile(r"^(?P<before>.+?)[ ._-]+(?P<word>cd|dvd|disc|disk|part|pt)(?P<gap>[ ._-]?)(?P<number>\d{1,2})"
                   r"(?P<after>(?![0-9]).*)$", re.I)  # fmt: skip


def is_left_out(name: str) -> bool:
    """Whether a file or folder of this name is hidden, or the system's."""
    return name.startswith(".") or name.lower() in LEFT_OUT


def is_unfinished(name: str) -> bool:
    """Whether a name says that the file is still being fetched."""
    return name.lower().endswith(UNFINISHED)


def is_disc(names: Iterable[str]) -> bool:
    """Whether a folder that holds these is a copied Blu-ray or DVD."""
    known = {name.lower() for name in names}
    return bool(known & DISCS) or "video_ts.ifo" in known or {"index.bdmv", "movieobject.bdmv"} <= known


def is_extra(path: PurePath, root: PurePath) -> bool:
    """Whether a video is something about a film: `Film-trailer.mp4`, `sample.mkv` in a film's folder."""
    if path.stem.lower() in _WHOLLY_EXTRA:
        return path.parent != root or film_name(root, root.parent).year is not None
    return _EXTRA.search(path.stem) is not None


def is_extras_folder(path: PurePath, root: PurePath) -> bool:
    """Whether a folder holds extras of the film around it. Right below a root of many films such a name is a shelf."""
    if path.name.lower() not in EXTRAS_FOLDERS:
        return False
    return path.parent != root or film_name(root, root.parent).year is not None


def stacked(names: Iterable[str]) -> frozenset[str]:
    """Those of a folder's videos that are one film cut in parts: `Film-cd1.avi` and `Film-cd2.avi`."""
    groups: dict[tuple[str, ...], list[tuple[int, str]]] = {}
    for name in names:
        match = _PART.match(PurePath(name).stem)
        if match is not None and not _is_title(match):
            key = (match["before"].lower(), match["word"].lower(), match["after"].lower())
            groups.setdefault(key, []).append((int(match["number"]), name))
    return frozenset(
        name for group in groups.values() if {1, 2} <= {number for number, _name in group} for _number, name in group
    )


def _is_title(match: re.Match[str]) -> bool:
    """`Deathly Hallows Part 1 (2010)` is a title: its year comes behind."""
    return match["word"].lower() in ("part", "pt") and re.search(r"(?:19|20)\d\d", match["after"]) is not None
