"""A film's title, year and ids out of its name.

A name with its year in brackets is the work of a person and is taken by its letter. Any other may come from a release:
its title ends where the year or the first word about picture, sound or source begins. What stands behind the title is
read by guessit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import PurePath
from typing import Any

LATEST_BARE_YEAR = 2040  # without brackets a later number is part of a title, as in Blade Runner 2049
_YEAR_IN_BRACKETS = re.compile(r"[(\[（【]\s*(18[7-9]\d|19\d\d|20\d\d)\s*[)\]）】]")
_BARE_YEAR = re.compile(r"(?<![^\s._\-,])(19\d\d|20\d\d)(?![^\s._\-\[\]()（）【】,])")
_ID = re.compile(r"[\[{(]\s*(?:(tmdb|imdb|tvdb|douban)(?:id)?\s*[-=:]\s*(tt\d+|\d+)|(tt\d{7,10}))\s*[\]})]", re.I)
_EDITION = re.compile(r"\{\s*edition-([^}]*)\}", re.I)
_CUT = re.compile(
    r"\b(cut|edition|extended|unrated|uncut|uncensored|theatrical|redux|remaster(ed)?|restored|imax|criterion)\b"
    r"|导演剪辑|加长|未删减|修复|剧场版",
    re.I,
)
_TAG = re.compile(
    r"(?<![A-Za-z0-9])(?:(?:BD|HD|FHD|UHD|WEB|DVD)?(?:480|540|576|720|1080|1440|2160|4320)[pi]|[48]k|uhd"
    r"|blu-?ray|b[dr]-?(?:rip|remux)|remux|dvd-?(?:rip|scr|[59])|web-?(?:dl|rip)|hdtv(?:rip)?|hd-?(?:rip|cam|ts)"
    r"|x\.?26[45]|h\.?26[45]|hevc|xvid|divx|10-?bit|hdr10\+?|dts(?:-?hd)?|ac-?3|e-?ac-?3|dd[p+]?[257]\.1|truehd|atmos"
    r"|aac(?:[257]\.1)?)(?![A-Za-z0-9])"
    r"|(?<=[^\w])(?:国语|粤语|国粤|中字|中英|双语|双字|简体|繁体|蓝光|高清|超清)",
    re.I,
)
_SITE = re.compile(r"^\s*(?:【[^】]*】\s*|www\.[\w-]+\.\w{2,5}[\s._-]+)+", re.I)
_GROUP = re.compile(r"^\s*\[([^\]]*)\]\s*[.\-_]?\s*(?=\S)")
_SITE_IN_GROUP = re.compile(
    r"\.(?:com|net|org|cc|tv|me|cn|vip|xyz)\b|www\.|天堂|字幕|影视|电影|论坛|fansub|\braws?\b", re.I
)
_LABEL = re.compile(r"^\s+-\s+(\S.*)$")
_ABBREVIATIONS = frozenset(("mr", "mrs", "dr", "vol"))
_CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af]")
_NUMBER = re.compile(r"^(?:\d+|[IVX]+)$")


@dataclass(frozen=True, slots=True)
class FilmName:
    """A film as its name tells it; `ids` are other catalogues' names for it, by tmdb, imdb, tvdb or douban."""

    title: str
    year: int | None = None
    original_title: str = ""
    ids: dict[str, str] = field(default_factory=dict)
    edition: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class _Read:
    """A name taken apart; `by_hand` when its form is a person's, not a release's."""

    name: FilmName
    by_hand: bool


def film_name(path: PurePath, root: PurePath) -> FilmName:
    """What a film's own name and its folder's, below `root`, say together.

    >>> film_name(PurePath("/f/The Kid (1921)/kid.mkv"), PurePath("/f")).year
    1921
    """
    own = _read(path.stem)
    if path.parent == root or not path.parent.name:
        return own.name
    folder = _read(path.parent.name)
    both = replace(
        own.name,
        ids={**folder.name.ids, **own.name.ids},
        edition=own.name.edition or folder.name.edition,
        version=own.name.version or folder.name.version,
    )
    labelled = _labelled(path.stem, path.parent.name)
    if labelled is not None and own.name.year is None:
        edition, version = _label(labelled)
        return replace(folder.name, ids=both.ids, edition=edition, version=version)
    same_year = folder.name.year is not None and own.name.year in (None, folder.name.year)
    if same_year and (own.name.year is None or (folder.by_hand and not own.by_hand)):
        original = folder.name.original_title or (own.name.original_title if own.name.year else "")
        return replace(both, title=folder.name.title, year=folder.name.year, original_title=original)
    return both


def _labelled(stem: str, folder: str) -> str | None:
    """What stands behind ` - ` when a file is called as its folder up to there."""
    label = _LABEL.match(stem[len(folder) :]) if stem.startswith(folder) else None
    return label.group(1) if label else None


@lru_cache(20_000)
def _read(text: str) -> _Read:
    text, ids, edition = _without_ids(text)
    text = _SITE.sub("", text).strip() or text
    found = [match for match in _YEAR_IN_BRACKETS.finditer(text) if text[: match.start()].strip(" ._-")]
    if found:
        year, rest = found[-1], text[found[-1].end() :]
        title = _without_group(text[: year.start()], released=bool(rest.strip()))
        label = _LABEL.match(rest)
        of_rest = _label(label.group(1)) if label else _release(rest)
        return _Read(_named(title, int(year.group(1)), ids, edition or of_rest[0], of_rest[1]), " " in text.strip())
    return _read_release(text, ids, edition)


def _read_release(text: str, ids: dict[str, str], edition: str) -> _Read:
    """A name without a year in brackets."""
    tag = next((match.start() for match in _TAG.finditer(text) if text[: match.start()].strip(" ._-[")), len(text))
    bare = _without_group(text, released=tag < len(text))
    shift = len(text) - len(bare)
    tag -= shift
    years = [m for m in _BARE_YEAR.finditer(bare) if bare[: m.start()].strip(" ._-") and _may_be_year(bare, m)]
    before_tag = [match for match in years if match.start() < tag] or years
    year = before_tag[-1] if before_tag else None
    end = min(tag, year.start() if year else len(bare))
    if year is None and tag == len(bare):
        if " " in bare or bare.count(".") < 3:
            return _Read(_named(bare, None, ids, edition, ""), True)
        end = _end_by_guess(bare)
    of_rest = _release(bare[year.end() if year and year.start() == end else end :])
    return _Read(
        _named(bare[:end], int(year.group(1)) if year else None, ids, edition or of_rest[0], of_rest[1]), False
    )


def _may_be_year(text: str, match: re.Match[str]) -> bool:
    """`Class of 1984` and `Blade Runner 2049` end in no year."""
    before = re.split(r"[\s._]+", text[: match.start()].strip(" ._-").lower())[-1]
    return int(match.group(1)) <= LATEST_BARE_YEAR and before not in ("of", "in", "the")


def _without_ids(text: str) -> tuple[str, dict[str, str], str]:
    ids: dict[str, str] = {}
    for scheme, value, imdb in _ID.findall(text):
        ids[(scheme or "imdb").lower()] = (value or imdb).lower()
    edition = _EDITION.search(text)
    bare = _EDITION.sub(" ", _ID.sub(" ", text)).strip()
    return re.sub(r"  +", " ", bare), ids, edition.group(1).strip()[:80] if edition else ""


def _without_group(text: str, *, released: bool) -> str:
    """A title without the names of release groups and sites before it; `[REC]` alone is a title."""
    while group := _GROUP.match(text):
        advert = released or _SITE_IN_GROUP.search(group.group(1))
        if not advert or not text[group.end() :].strip(" ._-[]"):
            break
        text = text[group.end() :]
    return text


def _named(title: str, year: int | None, ids: dict[str, str], edition: str, version: str) -> FilmName:
    shown, original = _scripts(_clean(title))
    return FilmName(shown, year, original, ids, edition[:80], version[:80])


def _clean(text: str) -> str:
    """Words with spaces between them; dots stay where they shorten: `S.W.A.T.`, `Dr. Strangelove`."""
    given = text.strip()
    text = given if re.search(r"(?:^|[.\s])\w\.$", given) else re.sub(r"[\s\[(（【_.\-]+$", "", given)
    if " " in text.strip():
        return text.strip(" -_") or given
    words: list[str] = []
    letters: list[str] = []
    for word in [*re.split(r"[._]+", text), ""]:
        if len(word) == 1 and word.isalpha() and not _CJK.match(word):
            letters.append(word)
            continue
        if letters:
            words.append("".join(f"{letter}." for letter in letters) if len(letters) > 1 else letters[0])
            letters = []
        words.append(f"{word}." if word.lower() in _ABBREVIATIONS else word)
    return " ".join(word for word in words if word).strip(" -_") or given


def _scripts(title: str) -> tuple[str, str]:
    """(title, original title) of `霸王别姬 Farewell My Concubine`: the script that comes first is the title."""
    words = title.split(" ")
    kinds = [bool(_CJK.search(word)) for word in words]
    change = next((index for index, kind in enumerate(kinds) if kind != kinds[0]), 0)
    if not change or any(kind == kinds[0] for kind in kinds[change:]):
        return title, ""
    first, second = words[:change], words[change:]
    if all(_NUMBER.match(word) or not any(map(str.isalpha, word)) for word in (first if kinds[change] else second)):
        return title, ""
    return " ".join(first), " ".join(second)


def _label(text: str) -> tuple[str, str]:
    """(edition, version) of a person's own words behind a dash: `1080p`, `[Director's Cut]`, `4K Extended`."""
    words = text.strip(" ._-[](){}")
    edition, size = _release(words)
    if not size and (edition or _CUT.search(words)):
        return words, ""
    return (edition, size) if edition else ("", words)


def _release(text: str) -> tuple[str, str]:
    """(edition, version) of what a release's name says behind the title: `.REMASTERED.2160p.x265-GRP`."""
    plain = text.strip(" ._-")
    if not plain:
        return "", ""
    told = _guess(plain)
    edition = told.get("edition", "")
    named = " ".join(edition) if isinstance(edition, list) else str(edition)
    other = str(told.get("alternative_title") or told.get("title") or "")
    return named or (other if _CUT.search(other) else ""), str(told.get("screen_size") or "")


def _end_by_guess(text: str) -> int:
    """Where the title ends in a name of many dots, by guessit's account of the rest."""
    kinds = ("screen_size", "source", "video_codec", "audio_codec", "streaming_service", "edition")
    found = _guess(text, advanced=True)
    starts = [found[kind].start for kind in kinds if kind in found and hasattr(found[kind], "start")]
    return min((start for start in starts if start > 0), default=len(text))


def _guess(text: str, *, advanced: bool = False) -> dict[str, Any]:
    from guessit import guessit
    from guessit.api import GuessitException

    spaced = re.sub(r"(?i)\b(BD|HD|FHD|DVD)(?=\d{3,4}[pi]\b)", r"\1.", text)
    try:
        return dict(guessit(spaced if not advanced else text, {"type": "movie", "advanced": advanced}))
    except GuessitException:
        return {}
