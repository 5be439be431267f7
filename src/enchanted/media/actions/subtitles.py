"""Keeps subtitles as WebVTT: those beside a film, and those found inside one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from enchanted.catalogue.models import Movie
from enchanted.core import storage
from enchanted.core.errors import Invalid
from enchanted.media.actions.beside import read_small
from enchanted.media.actions.walking import Listing
from enchanted.media.logic import naming
from enchanted.media.logic.languages import UNKNOWN, name_of, tag_of_name
from enchanted.media.logic.subtitles import MOST_BYTES, to_webvtt
from enchanted.media.models import MediaFile, Subtitle

INSIDE = "in:"
"""How the source of subtitles found inside a file begins; those beside one are known by the hash of their path."""
_SAID_ANYWAY = frozenset(("sdh", "forced", "foreign", "cc", "full", "subtitle", "subtitles", "srt"))


@dataclass(frozen=True)
class _Text:
    """Subtitles to keep: what tells them from others, and what they are."""

    source: str
    language: str
    title: str
    forced: bool
    hearing_impaired: bool
    data: bytes


def keep_subtitle(
    *, movie: Movie, file: MediaFile | None, source: str, language: str, label: str, forced: bool,
    hearing_impaired: bool, data: bytes, frame_rate: float = 0,
) -> Subtitle:  # fmt: skip
    """Keep subtitles that do not lie beside a film, in the place of those known by the same stable text `source`.

    `language` is a BCP 47 tag, `label` what their title adds to it. Errors: Invalid when they can't be read.
    """
    text = _Text(inner_source(source), language, label, forced, hearing_impaired, data)
    known = Subtitle.objects.filter(movie=movie, source=text.source).first()
    return _keep(movie, file, text, known, frame_rate)


def inner_source(source: str) -> str:
    """What a row of subtitles that do not lie beside a film has as its source."""
    return f"{INSIDE}{_hash(source)}"[:64]


def keep_sidecars(*, file: MediaFile, path: Path, listing: Listing, notes: list[str]) -> int:
    """Keep the subtitles beside a film, and let go of those that were removed. Returns how many changed."""
    known = {row.source: row for row in Subtitle.objects.filter(movie=file.movie_id)}
    there: set[str] = set()
    changed = 0
    for candidate, name in _sidecars(path, listing, notes):
        try:
            source = _hash(str(candidate))
            there.add(source)
            data = read_small(candidate, MOST_BYTES)
            row = known.get(source)
            if row is None or (row.content_hash, row.file_id) != (hashlib.sha256(data).hexdigest(), file.pk):
                text = _Text(source, name.language, name.title, name.forced, name.hearing_impaired, data)
                _keep(file.movie, file, text, row, file.frame_rate)
                changed += 1
        except (Invalid, OSError, UnicodeEncodeError) as fault:
            notes.append(f"{candidate.name}: {fault}")
    for source, row in known.items():
        if row.file_id == file.pk and source not in there and not source.startswith(INSIDE):
            _let_go(row)
            changed += 1
    return changed


def let_go_of_inner(*, file: MediaFile) -> None:
    """Subtitles found inside a file whose bytes are others now."""
    for row in Subtitle.objects.filter(file=file, source__startswith=INSIDE):
        _let_go(row)


def _let_go(row: Subtitle) -> None:
    kept = storage.place(_key(row))
    row.delete()
    storage.remove(kept)


def _sidecars(path: Path, listing: Listing, notes: list[str]) -> Iterator[tuple[Path, naming.SubtitleName]]:
    """The subtitle files of one film, with what their names say; pictures of text are noted instead."""
    candidates = [listing.folder / name for name in listing.subtitles if name.lower().startswith(path.stem.lower())]
    for folder in listing.folders:
        if folder.lower() in naming.SUBTITLE_FOLDERS:
            candidates += _in_folder(listing.folder / folder, path, notes)
    names = {candidate: naming.subtitle_name(candidate, path, alone=len(listing.films) == 1) for candidate in candidates
             if candidate.suffix.lower() in naming.SUBTITLE_SUFFIXES}  # fmt: skip
    for candidate, name in names.items():
        if name is None:
            continue
        if candidate.suffix.lower() == ".idx" or any(candidate.with_suffix(end) in names for end in (".idx", ".IDX")):
            if candidate.suffix.lower() == ".sub":
                words = _("These subtitles are pictures, which can't be read as text.")
                notes.append(f"{candidate.name}: {words}")
            continue
        yield candidate, name


def _in_folder(folder: Path, film: Path, notes: list[str]) -> list[Path]:
    """Files of a `Subs` folder, and of the folder in it that is named as the film."""
    try:
        inside = sorted(folder.iterdir())
        own = folder / film.stem
        return [*inside, *(sorted(own.iterdir()) if own in inside and own.is_dir() else ())]
    except OSError as fault:
        notes.append(f"{folder.name}: {fault.strerror}")
        return []


def _keep(movie: Movie, file: MediaFile | None, text: _Text, known: Subtitle | None, frame_rate: float) -> Subtitle:
    webvtt = to_webvtt(text.data, text.language, frame_rate)
    with transaction.atomic():
        alike = {"forced": text.forced, "hearing_impaired": text.hearing_impaired}
        others = Subtitle.objects.filter(movie=movie, file=file, **alike).exclude(source=text.source)
        row, _made = Subtitle.objects.update_or_create(
            movie=movie,
            source=text.source,
            defaults={
                **alike, "file": file, "language": text.language, "content_hash": hashlib.sha256(text.data).hexdigest(),
                "label": _distinct(_label(text), set(others.values_list("label", flat=True))),
            },
        )  # fmt: skip
        storage.store_bytes(_key(row), webvtt.encode())
    return row


def _label(text: _Text) -> str:
    """The language's own name, and what the title adds to it."""
    name = name_of(text.language)
    words = re.split(r"[\s\[\](),_-]+", text.title)
    known = [word.lower() in _SAID_ANYWAY or _is_language(word, text.language) for word in words]
    title = " ".join(word for word, said in zip(words, known, strict=True) if not said) if any(known) else text.title
    title = "" if text.title.casefold() == name.casefold() else title
    parts = [part for part in (f"{name[:1].upper()}{name[1:]}", title.strip()) if part]
    return (" · ".join(parts) or _("Subtitles"))[:60]


def _is_language(word: str, tag: str) -> bool:
    return tag != UNKNOWN and tag_of_name(word).split("-")[0] == tag.split("-")[0]


def _distinct(label: str, taken: set[str]) -> str:
    number = 2
    shown = label
    while shown in taken:
        shown, number = f"{label} {number}", number + 1
    return shown


def _key(row: Subtitle) -> str:
    return f"subtitles/{row.movie_id}/{row.pk}.vtt"


def _hash(source: str) -> str:
    return hashlib.sha256(source.encode()).hexdigest()
