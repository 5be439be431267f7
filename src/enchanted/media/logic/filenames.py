"""Names for files and folders that every file system takes."""

from __future__ import annotations

import re
import unicodedata

MOST_BYTES = 200  # leaves room for what is appended, below the 240 bytes a whole name may have
_NOWHERE = re.compile(r'[/\\*?"<>|\x00-\x1f\x7f\ud800-\udfff]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def film_folder(title: str, year: int | None, otherwise: str) -> str:
    """`Title (Year)` as the name of a folder and of what lies in it; `otherwise` where nothing of the title can stay.

    >>> film_folder("Alien: Covenant", 2017, "film")
    'Alien - Covenant (2017)'
    """
    tail = f" ({year})" if year else ""
    return safe(title, otherwise, MOST_BYTES - len(tail)) + tail


def safe(text: str, otherwise: str, most: int = MOST_BYTES) -> str:
    """The text without what some file system refuses, at most `most` bytes in UTF-8."""
    plain = re.sub(r"\s*:\s*", " - ", unicodedata.normalize("NFC", text))
    plain = " ".join(_NOWHERE.sub("-", plain).split())
    plain = plain.encode()[:most].decode(errors="ignore").strip(". -")
    return f"{plain}-film" if _DEVICES.fullmatch(plain) else plain or otherwise
