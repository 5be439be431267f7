"""Reads catalogue files row by row, however long they are: CSV, a JSON list, an object with one in it, JSON lines.

A row is the mapping `logic/records` reads. Which column is which field is told by its name, or by `chosen`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, BinaryIO

import ijson
import orjson
from django.utils.translation import gettext as _

from enchanted.catalogue.logic.records import FIELDS, OF_SHARED_LISTS
from enchanted.core import told
from enchanted.core.errors import Invalid
from enchanted.core.fields import fold

DELIMITERS = (",", ";", "\t")
SAMPLE = 64 << 10
LONGEST_FIRST_LINE = 4 << 20
PEEKED = 200
ALIASES = {"name": "title", "genre": "genres", "director": "directors", "writer": "writers", "actors": "cast",
           "overview": "plot", "imdb_id": "imdb", "tmdb_id": "tmdb", "douban_id": "douban"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a file, counted from 1; `fault` says in words why it can't be read."""

    number: int
    given: object
    fault: str = ""


def rows_of(file: BinaryIO, chosen: Mapping[str, str]) -> Iterator[Row]:
    """The rows of a file that can be sought, in whatever form and encoding; empty ones are left out.

    `chosen` gives columns by field. Errors: Invalid, in words, when the form is none of ours, or a field or column
    isn't there; a file that breaks off does so after the rows before.
    """
    for field in chosen:
        if field not in FIELDS:
            raise Invalid(_("There is no field “%(field)s”; there are %(known)s.")
                          % {"field": field, "known": ", ".join(FIELDS)})  # fmt: skip
    encoding = told.encoding_of(iter(lambda: file.read(1 << 20), b""))
    first = _open(file, encoding).read(1)
    while first.isspace():
        first = _open(file, encoding).read(SAMPLE).lstrip()[:1]
    if first in ("[", "{"):
        yield from _of_json(file, encoding, first, chosen)
    elif first:
        yield from _of_csv(_open(file, encoding), chosen)


def _open(file: BinaryIO, encoding: str) -> io.TextIOWrapper:
    """The file's text from its beginning."""
    file.seek(0)
    return io.TextIOWrapper(io.BufferedReader(_Lent(file)), encoding=encoding, errors="replace", newline="")


class _Lent(io.RawIOBase):
    """A file that stays open when a text over it is let go of."""

    def __init__(self, file: Any) -> None:
        self.file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return int(self.file.readinto(buffer))

    def seek(self, offset: int, whence: int = 0) -> int:
        return int(self.file.seek(offset, whence))

    def tell(self) -> int:
        return int(self.file.tell())


class _Bytes:
    """Text as the UTF-8 bytes the JSON parser reads."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self.text = text

    def read(self, size: int) -> bytes:
        return self.text.read(size).encode("utf-8", "replace")


def _of_csv(text: io.TextIOWrapper, chosen: Mapping[str, str]) -> Iterator[Row]:
    sample = text.read(SAMPLE)
    delimiter = _delimiter(sample)
    text.seek(0)
    reader = csv.reader(text, delimiter=delimiter)
    try:
        header = [told.line(name, 200) for name in next(reader)]
        if header and header[0].lower().startswith("sep="):  # how spreadsheets name their delimiter
            header = [told.line(name, 200) for name in next(reader)]
        columns = _columns(header, chosen)
        for number, cells in enumerate((cells for cells in reader if any(map(str.strip, cells))), 1):
            if any(map(str.strip, cells[len(header) :])):
                yield Row(number, None, _("It has %(given)s values for %(columns)s columns.")
                          % {"given": len(cells), "columns": len(header)})  # fmt: skip
                continue
            yield Row(number, {field: _cell(cells[place]) if place < len(cells) else ""
                               for field, place in columns.items()})  # fmt: skip
    except (csv.Error, StopIteration) as fault:
        raise Invalid(
            _("Line %(line)s can't be read: %(fault)s.") % {"line": reader.line_num, "fault": fault}
        ) from None


def _delimiter(sample: str) -> str:
    """The delimiter under which the first rows have the most columns, the same in each."""
    if sample.lower().startswith("sep=") and sample[4:5] in DELIMITERS:
        return sample[4]

    def columns(delimiter: str) -> tuple[int, int]:
        try:
            lengths = [
                len(cells)
                for cells in islice(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), 12)
                if cells
            ]
        except csv.Error:
            return 0, 0
        head = lengths[0] if lengths else 0
        return (head if head > 1 else 0), sum(length == head for length in lengths)

    return max(DELIMITERS, key=columns)


def _columns(header: list[str], chosen: Mapping[str, str]) -> dict[str, int]:
    """The place of each field's column.

    Errors: Invalid, when a chosen column isn't there, or none is the title.
    """
    places = {name: place for place, name in reversed(list(enumerate(header)))}
    folded = {fold(name): place for name, place in reversed(places.items())}
    found: dict[str, int] = {}
    for field, column in chosen.items():
        place = places.get(column.strip(), folded.get(fold(column)))
        if place is None:
            raise Invalid(_no_column(column, header))
        found[field] = place
    for name, place in reversed(places.items()):
        plain = fold(name).replace(" ", "_").replace("-", "_")
        field = ALIASES.get(plain, plain)
        if field in (*FIELDS, *OF_SHARED_LISTS) and place not in found.values():
            found.setdefault(field, place)
    if "title" not in found:
        raise Invalid(_("No column is the title; there are %(known)s. Name it: --map title=COLUMN")
                      % {"known": ", ".join(name for name in header if name)})  # fmt: skip
    return found


def _no_column(column: str, known: list[str]) -> str:
    return _("There is no column “%(column)s”; there are %(known)s.") % {
        "column": column, "known": ", ".join(name for name in known if name)
    }  # fmt: skip


def _cell(text: str) -> object:
    """What a cell holds; some write lists as JSON into it."""
    if text.startswith("[") and text.endswith("]"):
        try:
            return orjson.loads(text)
        except orjson.JSONDecodeError:
            return text
    return text


def _of_json(file: BinaryIO, encoding: str, first: str, chosen: Mapping[str, str]) -> Iterator[Row]:
    if first == "[":
        values = _items(_open(file, encoding), "item")
    elif _is_lines(_open(file, encoding), chosen):
        values = _lines(_open(file, encoding))
    else:
        inside = _list_inside(_open(file, encoding))
        values = _items(_open(file, encoding), f"{inside}.item")
    rows = (row for row in (Row(number, *pair) for number, pair in enumerate(values, 1)) if row.given != {})
    peeked = list(islice(rows, PEEKED))
    keys = {str(key): None for row in peeked if isinstance(row.given, dict) for key in row.given}
    for column in chosen.values():
        if peeked and column not in keys:
            raise Invalid(_no_column(column, list(keys)))
    for row in chain(peeked, rows):
        given = row.given
        if chosen and isinstance(given, dict):
            given = given | {field: given.get(column) for field, column in chosen.items()}
        yield Row(row.number, given, row.fault)


def _items(text: io.TextIOWrapper, prefix: str) -> Iterator[tuple[object, str]]:
    try:
        for value in ijson.items(_Bytes(text), prefix, use_float=True):
            yield value, ""
    except (ijson.JSONError, ValueError) as fault:
        raise Invalid(_("It is not JSON: %(fault)s") % {"fault": " ".join(str(fault).split())[:200]}) from None


def _lines(text: io.TextIOWrapper) -> Iterator[tuple[object, str]]:
    for line in text:
        if line.strip():
            try:
                yield orjson.loads(line), ""
            except orjson.JSONDecodeError as fault:
                yield None, _("It is not JSON: %(fault)s") % {"fault": fault}


def _is_lines(text: io.TextIOWrapper, chosen: Mapping[str, str]) -> bool:
    """Whether the first line is a whole object, and more follow or it is a film itself."""
    line = ""
    while not line.strip():
        line = text.readline(LONGEST_FIRST_LINE)
    try:
        value: Any = orjson.loads(line)
    except orjson.JSONDecodeError:
        return False
    return chosen.get("title", "title") in value or any(line.strip() for line in text)


def _list_inside(text: io.TextIOWrapper) -> str:
    """The name of the list of objects an object holds.

    Errors: Invalid.
    """
    began = ""
    try:
        for prefix, event, _value in ijson.parse(_Bytes(text)):
            if event in ("start_map", "end_array") and began and prefix in (began, f"{began}.item"):
                return began
            began = prefix if event == "start_array" and prefix and "." not in prefix else ""
    except (ijson.JSONError, ValueError) as fault:
        raise Invalid(_("It is not JSON: %(fault)s") % {"fault": " ".join(str(fault).split())[:200]}) from None
    raise Invalid(_("It must hold a JSON list of films."))
