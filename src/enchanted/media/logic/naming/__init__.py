"""What the names of files and folders say: of films, of what lies beside them, and of what is no film."""

from enchanted.media.logic.naming.films import FilmName, film_name
from enchanted.media.logic.naming.folders import (
    MARKERS,
    UNFINISHED,
    is_disc,
    is_extra,
    is_extras_folder,
    is_left_out,
    is_unfinished,
    stacked,
)
from enchanted.media.logic.naming.sidecars import (
    PICTURE_SUFFIXES,
    SUBTITLE_FOLDERS,
    SUBTITLE_SUFFIXES,
    VIDEO_SUFFIXES,
    SubtitleName,
    subtitle_name,
)

__all__ = (
    "MARKERS",
    "PICTURE_SUFFIXES",
    "SUBTITLE_FOLDERS",
    "SUBTITLE_SUFFIXES",
    "UNFINISHED",
    "VIDEO_SUFFIXES",
    "FilmName",
    "SubtitleName",
    "film_name",
    "is_disc",
    "is_extra",
    "is_extras_folder",
    "is_left_out",
    "is_unfinished",
    "stacked",
    "subtitle_name",
)
