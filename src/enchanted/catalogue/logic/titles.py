"""Two titles in one: the Chinese one before the one in Latin letters, as film lists in Chinese write them."""

from __future__ import annotations

import re

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_OF_EAST_ASIA = re.compile(r"[\u3040-\u30ff\uac00-\ud7af\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\s\d·・：:！!？?，,、。.—－\-…（）()《》“”‘’]+")
_WORD = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’]+")
_NUMERAL = re.compile(r"[IVXLivxl]+")
_PARTS = frozenset(
    ("part", "vol", "volume", "season", "chapter", "episode", "imax", "ova", "eva", "tv", "hd", "dvd", "sp")
)


def parted(title: str) -> tuple[str, str]:
    """The Chinese title and the original one; the whole and nothing where it is not beyond doubt that there are two.

    >>> parted("肖申克的救赎 The Shawshank Redemption")
    ('肖申克的救赎', 'The Shawshank Redemption')
    >>> parted("无间道 II")
    ('无间道 II', '')
    """
    words = title.split(" ")
    last = max((place for place, word in enumerate(words) if _OF_EAST_ASIA.search(word)), default=len(words))
    chinese, original = " ".join(words[: last + 1]).strip(" /"), " ".join(words[last + 1 :]).strip(" /")
    whole = _HAN.search(chinese) and _CHINESE.fullmatch(chinese) and "/" not in original
    return (chinese, original) if whole and _names_a_film(original) else (title, "")


def _names_a_film(text: str) -> bool:
    """Whether there is a word in it that is neither a numeral nor says which part it is."""
    words = _WORD.findall(text)
    return any(word.lower() not in _PARTS and not _NUMERAL.fullmatch(word) for word in words)
