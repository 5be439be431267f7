"""Turns subtitle files of any common kind and encoding into WebVTT."""

from __future__ import annotations

import codecs

import pysubs2
from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from enchanted.core.errors import Invalid

MOST_BYTES = 10 << 20
LANGUAGE_NAMES = {
    "und": "Subtitles", "en": "English", "zh": "中文", "zh-Hans": "简体中文", "zh-Hant": "繁體中文", "fr": "Français",
    "de": "Deutsch", "es": "Español", "it": "Italiano", "ja": "日本語", "ko": "한국어", "pt": "Português",
    "ru": "Русский", "nl": "Nederlands", "pl": "Polski", "sv": "Svenska", "ar": "العربية", "hi": "हिन्दी",
}  # fmt: skip
_MARKS = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF8, "utf-8-sig"),
          (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip


def to_webvtt(data: bytes) -> str:
    """The WebVTT text of an SRT, VTT or ASS file.

    Errors: Invalid, in words, when there is nothing to show or no such format.
    """
    if len(data) > MOST_BYTES:
        raise Invalid(_("The subtitle file is larger than 10 MB."))
    text = _decode(data)
    try:
        subtitles = pysubs2.SSAFile.from_string(text, format_=_format(text))
    except Exception:
        raise Invalid(_("This subtitle format can't be read.")) from None
    subtitles.events = [event for event in subtitles if event.plaintext.strip() and event.end > event.start]
    if not subtitles.events:
        raise Invalid(_("The subtitle file shows no text."))
    subtitles.sort()
    return subtitles.to_string("vtt")


def language_name(tag: str) -> str:
    """The language's own name for a BCP 47 tag; the tag where we know none."""
    return LANGUAGE_NAMES.get(tag) or LANGUAGE_NAMES.get(tag.split("-")[0]) or tag


def _format(text: str) -> str:
    """SRT, WebVTT or ASS, told by the first line; other kinds pysubs2 knows are not for strangers' files."""
    head = text.lstrip("\ufeff \t\r\n")[:400]
    if head.startswith("WEBVTT"):
        return "vtt"
    return "ass" if "[Script Info]" in head or "[V4" in head else "srt"


def _decode(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        best = from_bytes(data).best()
        if best is None:
            raise Invalid(_("The subtitle file's encoding can't be told.")) from None
        return str(best)
