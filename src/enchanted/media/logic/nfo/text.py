"""From the bytes of an NFO to text an XML parser takes: its encoding told, entities and characters mended."""

from __future__ import annotations

import re
from html import unescape
from html.entities import html5

from charset_normalizer import from_bytes

from enchanted.core import told

SAMPLE = 16 << 10
SHORTEST_RUN = 3
_DECLARED = re.compile(rb"""<\?xml[^>]{0,80}?encoding\s*=\s*["']([A-Za-z0-9._-]{2,20})["']""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_RUNS = re.compile(rb"[\x80-\xff]+")
_OPAQUE_OR_AMPERSAND = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|&(#?\w{1,32};)?", re.DOTALL)
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252"}
_OF_XML = {"amp;", "lt;", "gt;", "quot;", "apos;"}


def decode(data: bytes) -> str:
    """The text of an NFO, whatever it says of its own encoding; a mark or valid UTF-8 counts for more than that."""
    for mark, encoding in told.MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if b"\0" in data[:4]:
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", "replace")
    text = _strictly(data, "utf-8")
    if text is None:
        text = _of_gb(data)
    declared = _DECLARED.search(data[:200])
    if text is None and declared:
        name = declared.group(1).decode().lower()
        text = _strictly(data, _WIDER.get(name, name))
    if text is None and _mean_run(data) >= SHORTEST_RUN:  # whole words beyond ASCII, so no western language
        best = from_bytes(data[:SAMPLE]).best()
        text = _strictly(data, best.encoding) if best else None
    return data.decode("cp1252", "replace") if text is None else text


def mend(text: str) -> str:
    """XML without what careless tools put in: HTML's entities become their characters, a bare & is escaped, characters
    that XML has no place for are dropped. Comments and CDATA keep their ampersands.
    """
    lines = _DECLARATION.sub("", text.removeprefix("\ufeff")).replace("\r\n", "\n").replace("\r", "\n")
    return without_unseen(_OPAQUE_OR_AMPERSAND.sub(_mended, lines))


def without_unseen(text: str) -> str:
    """The text without characters that XML has no place for."""
    return _NO_XML.sub("", text)


def _mended(found: re.Match[str]) -> str:
    whole, name = found.group(0), found.group(1)
    if not whole.startswith("&") or name in _OF_XML:
        return whole
    if name and (name in html5 or re.fullmatch(r"#(\d{1,8}|[xX][0-9a-fA-F]{1,6});", name)):
        return unescape(whole).replace("&", "&amp;").replace("<", "&lt;")
    return "&amp;" + whole[1:]


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return str(data.decode(encoding))
    except (ValueError, LookupError):
        return None


def _of_gb(data: bytes) -> str | None:
    """The text as GB18030, where it reads as common Chinese and not as another language's accents."""
    text = _strictly(data, "gb18030")
    if text is None or _mean_run(data) < SHORTEST_RUN:
        return None
    return text if told.is_chinese(text) else None


def _mean_run(data: bytes) -> float:
    """How many bytes beyond ASCII stand together, on average."""
    runs = _RUNS.findall(data)
    return sum(map(len, runs)) / len(runs) if runs else 0
