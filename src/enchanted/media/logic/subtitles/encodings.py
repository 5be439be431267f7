"""Which encoding a subtitle file is in.

Marks and zero bytes tell the encodings of Unicode. For the rest each candidate is tried, and the one whose text is
made of the commonest characters of its language wins: the first levels of GB 2312, Big5 and JIS X 0208 are lists of
just those, so that a short file is told as well as a long one.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

from django.utils.translation import gettext as _

from enchanted.core.errors import Invalid

_MARKS = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF8, "utf-8-sig"),
          (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
_SINGLE_BYTE = {
    "fr": "cp1252", "de": "cp1252", "es": "cp1252", "it": "cp1252", "pt": "cp1252", "nl": "cp1252", "sv": "cp1252",
    "da": "cp1252", "nb": "cp1252", "no": "cp1252", "fi": "cp1252", "en": "cp1252", "pl": "cp1250", "cs": "cp1250",
    "sk": "cp1250", "hu": "cp1250", "ro": "cp1250", "hr": "cp1250", "sl": "cp1250", "ru": "cp1251", "uk": "cp1251",
    "bg": "cp1251", "sr": "cp1251", "el": "cp1253", "tr": "cp1254", "he": "cp1255", "ar": "cp1256", "fa": "cp1256",
    "et": "cp1257", "lv": "cp1257", "lt": "cp1257", "vi": "cp1258", "th": "cp874",
}  # fmt: skip
_SPOKEN = {"gb18030": "zh", "big5hkscs": "zh", "cp932": "ja", "euc_jp": "ja", "cp949": "ko", "cp1251": "ru",
           "koi8-r": "ru"}  # fmt: skip
_CERTAIN, _LIKELY = 0.85, 0.6
_LOOKED_AT = 200_000
_NARROW = {"cp949": 0.01, "euc_jp": 0.02}
"""A short Chinese text may by chance hold none but codes of Korean syllables or of kana; a long one does not."""
_WESTERN = frozenset("àâäçèéêëîïôöùûüÿœæáíñóúãõåøßìòÀÂÄÇÈÉÊÎÔÖÜÁÍÑÓÚÅØ“”‘’«»–—…¿¡°€")
_CENTRAL = frozenset("ąćęłńóśźżáčďéěíňřšťúůýžäöüőűôĺľŕăâîşţđĄĆĘŁŃÓŚŹŻČĎĚŇŘŠŤŮÝŽÁÉÍÖÜŐŰ“”„’«»–—…")
_SIGNS = frozenset("，。！？：；、“”‘’「」『』（）《》〈〉【】…—·～￥　－")


def decode(data: bytes, language: str = "und") -> str:
    """The text of a subtitle file, with plain line ends.

    Errors: Invalid when no encoding gives a text.
    """
    traditional = "Hant" in language or language[-2:] in ("TW", "HK")
    return re.sub(r"\r\n?", "\n", _decoded(data, language.split("-")[0], traditional))


def _decoded(data: bytes, spoken: str, traditional: bool) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    wide = _wide(data)
    if wide:
        return data.decode(wide, "replace")
    for cut in range(4):  # a file cut short may end within a character
        try:
            text = data[: len(data) - cut].decode("utf-8")
        except UnicodeDecodeError:
            continue
        if not cut or not text.isascii():
            return text
    return data.decode(_national(data[:_LOOKED_AT], spoken, traditional), "replace")


def _wide(data: bytes) -> str:
    """UTF-16 or UTF-32 without a mark, by where the zero bytes of line ends, digits and spaces stand."""
    head = data[:20_000]
    zeros = [head[place::4].count(0) for place in range(4)]
    if sum(zeros) < len(head) / 20:
        return ""
    if sum(zeros) > len(head) * 0.6:
        return "utf-32-le" if zeros[0] < zeros[3] else "utf-32-be"
    return "utf-16-le" if zeros[1] + zeros[3] > zeros[0] + zeros[2] else "utf-16-be"


def _national(data: bytes, spoken: str, traditional: bool) -> str:
    scores: dict[str, float] = {}
    for encoding, count in _COMMON.items():
        score = _score(data, encoding, count)
        hinted = _SPOKEN.get(encoding) == spoken and (spoken != "zh" or (encoding == "big5hkscs") == traditional)
        scores[encoding] = score + (0.1 if hinted and score >= _LIKELY else 0)
    best = max(scores, key=lambda encoding: scores[encoding])
    if spoken in _SINGLE_BYTE and _SPOKEN.get(best) != spoken:
        return _SINGLE_BYTE[spoken]
    return best if scores[best] >= _CERTAIN else _guessed(data)


def _guessed(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None:
        raise Invalid(_("The subtitle file's encoding can't be told."))
    return best.encoding


def _score(data: bytes, encoding: str, count: Callable[[str], int]) -> float:
    """How much of what is not ASCII is common in the language, from 0 to 1; bytes that fit nowhere count against it."""
    text = data.decode(encoding, "replace")
    foreign = sum(letter > "\x7f" for letter in text)
    if not foreign:
        return 0
    score = count(text) / (foreign + 2 * text.count("\ufffd"))
    return score + _NARROW.get(encoding, 0) if foreign > 12 else score


def _each(is_common: Callable[[str], bool]) -> Callable[[str], int]:
    return lambda text: sum(is_common(letter) for letter in text if letter > "\x7f")


def _level(encoding: str, first: int, last: int) -> Callable[[str], bool]:
    """Whether a character's first byte in an encoding stands in the rows of its commonest ones."""

    def is_common(letter: str) -> bool:
        if letter in _SIGNS:
            return True
        try:
            code = letter.encode(encoding)
        except UnicodeEncodeError:
            return False
        return len(code) == 2 and first <= code[0] <= last

    return is_common


def _japanese(text: str) -> int:
    """Kana and common kanji; no Japanese text is without kana."""
    kana = sum("\u3040" <= letter <= "\u30ff" for letter in text)
    kanji = sum(_is_kanji(letter) for letter in text if letter > "\x7f")
    return kana + kanji if kana * 8 > kanji else 0


def _is_korean(letter: str) -> bool:
    return "\uac00" <= letter <= "\ud7a3" and _is_syllable(letter)


def _cyrillic(text: str) -> int:
    """Letters of words that are Cyrillic throughout, written as words are; among accents of other languages none is."""
    return sum(map(len, _CYRILLIC.findall(text))) + sum(letter in "«»—…№“”" for letter in text)


def _latin(letters: frozenset[str]) -> Callable[[str], int]:
    """Accented letters and signs of words that have plain letters too."""

    def count(text: str) -> int:
        words = [word for word in re.findall(r"\w+", text) if len(word) == 1 or re.search("[A-Za-z]", word)]
        signs = sum(letter in letters for letter in text if letter > "\x7f" and not letter.isalnum())
        return signs + sum(letter in letters for word in words for letter in word)

    return count


_CYRILLIC = re.compile(r"(?<!\w)[А-ЯЁІЇЄҐ]?[а-яёіїєґ]+(?!\w)|(?<!\w)[А-ЯЁІЇЄҐ](?!\w)")
_is_kanji = _level("cp932", 0x88, 0x97)
_is_syllable = _level("euc_kr", 0xB0, 0xC8)
_COMMON: dict[str, Callable[[str], int]] = {
    "gb18030": _each(_level("gb2312", 0xB0, 0xD7)),
    "big5hkscs": _each(_level("big5", 0xA4, 0xC6)),
    "cp932": _japanese,
    "euc_jp": _japanese,
    "cp949": _each(_is_korean),
    "cp1251": _cyrillic,
    "koi8-r": _cyrillic,
    "cp1252": _latin(_WESTERN),
    "cp1250": _latin(_CENTRAL),
}
