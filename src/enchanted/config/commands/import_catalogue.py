"""Takes files of film records in: CSV or JSON, however long."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from datetime import datetime

    from enchanted.catalogue.logic.sheets import Row
    from enchanted.config.commands.bars import Say

EXAMPLE = "enchanted import-catalogue films.csv --map title=Name,year=Released,directors=Director"
BATCH = 500


@dataclass(frozen=True)
class Batch:
    """Some rows of a file, and how many of its bytes they took."""

    path: Path
    rows: list[Row]
    size: int


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", type=Path, nargs="+", metavar="FILE",
        help="CSV with a row of names, a JSON list of objects, an object with one list in it, or JSON lines",
    )  # fmt: skip
    parser.add_argument(
        "--map", type=_chosen, default={}, metavar="FIELD=COLUMN,…",
        help="which column is which field, where they have other names than ours",
    )  # fmt: skip


def run(options: argparse.Namespace) -> int:
    from enchanted.config.commands.bars import track
    from enchanted.config.commands.django import setup
    from enchanted.core.errors import Invalid

    sizes = {path: _size(path) for path in options.files}
    setup()
    from enchanted.core import clock

    since, counts = clock.now(), Counter[str]()
    batches = (batch for path in sizes for batch in _batches(path, options.map))
    try:
        for batch, say in track(
            batches, "Importing", total=sum(sizes.values()), weigh=lambda batch: batch.size,
            count=lambda batch: len(batch.rows),
        ):  # fmt: skip
            counts += _take_in(batch, say, since)
    except Invalid as fault:
        raise Invalid(f"{fault}\n{_told(counts)} What came before is kept.") from None if counts else fault
    print(_told(counts))
    return 0


def _take_in(batch: Batch, say: Say, since: datetime) -> Counter[str]:
    """Import a batch; names what is refused or left out."""
    from enchanted.catalogue.actions.records import import_records
    from enchanted.catalogue.logic.records import read_record
    from enchanted.core.actor import HOUSE
    from enchanted.core.errors import Invalid

    records, refused = [], 0
    for row in batch.rows:
        try:
            if row.fault:
                raise Invalid(row.fault)
            record = read_record(row.given)
        except Invalid as fault:
            refused += 1
            say(f"refused {batch.path.name}, record {row.number}: {fault}")
            continue
        records.append(record)
        for note in record.notes:
            say(f"left out of {batch.path.name}, record {row.number}: {note}")
    done = import_records(actor=HOUSE, records=records, since=since)
    return Counter(new=done.new, known=done.known, repeated=done.repeated, refused=refused)


def _told(counts: Counter[str]) -> str:
    return ", ".join(f"{counts[kind]} {kind}" for kind in ("new", "known", "repeated", "refused")) + "."


def _batches(path: Path, chosen: dict[str, str]) -> Iterator[Batch]:
    from enchanted.catalogue.logic.sheets import rows_of
    from enchanted.core.errors import Invalid

    with _open(path) as file:
        rows, before = rows_of(file, chosen), 0
        try:
            while batch := list(islice(rows, BATCH)):
                yield Batch(path, batch, file.tell() - before)
                before = file.tell()
        except Invalid as fault:
            raise Invalid(f"{path}: {fault}") from None


def _size(path: Path) -> int:
    with _open(path) as file:
        return file.seek(0, 2)


def _open(path: Path) -> BinaryIO:
    from enchanted.core.errors import Invalid

    try:
        return path.expanduser().open("rb")
    except OSError as fault:
        raise Invalid(f"{path} can't be read: {fault.strerror}.") from None


def _chosen(text: str) -> dict[str, str]:
    """`title=Name,year=Year` as columns by field."""
    pairs = [part.partition("=") for part in text.split(",") if part.strip()]
    if not all(field.strip() and column.strip() for field, _equals, column in pairs):
        raise argparse.ArgumentTypeError("give it as FIELD=COLUMN,FIELD=COLUMN")
    return {field.strip(): column.strip() for field, _equals, column in pairs}
