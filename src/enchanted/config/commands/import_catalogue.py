"""Takes a JSON file of film records in."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

EXAMPLE = "enchanted import-catalogue movies-1990s.json movies-2000s.json"
BATCH = 500


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="a JSON list of objects with a title")


def run(options: argparse.Namespace) -> int:
    from enchanted.config.commands.bars import track
    from enchanted.config.commands.django import setup

    texts = [(path, _read(path)) for path in options.files]
    setup()
    from enchanted.catalogue.actions.records import import_records
    from enchanted.core.actor import HOUSE

    batches = [(path, start, values[start : start + BATCH]) for path, values in texts
               for start in range(0, len(values), BATCH)]  # fmt: skip
    new = known = refused = 0
    for (path, start, values), say in track(batches, "Importing", weigh=lambda batch: len(batch[2])):
        records, faults = _records(values)
        for index, reason in faults:
            say(f"refused {path.name}, record {start + index + 1}: {reason}")
        done = import_records(actor=HOUSE, records=records)
        new, known, refused = new + done.new, known + done.known, refused + len(faults)
    print(f"{new} new, {known} known, {refused} refused.")
    return 0


def _read(path: Path) -> list[Any]:
    import orjson

    from enchanted.core.errors import Invalid

    try:
        values = orjson.loads(path.expanduser().read_bytes().removeprefix(b"\xef\xbb\xbf"))
    except OSError as fault:
        raise Invalid(f"{path} can't be read: {fault.strerror}.") from None
    except orjson.JSONDecodeError as fault:
        raise Invalid(f"{path} is not JSON: {fault}.") from None
    if not isinstance(values, list):
        raise Invalid(f"{path} must hold a JSON list of films.")
    return values


def _records(values: list[Any]) -> tuple[list[Any], list[tuple[int, str]]]:
    from enchanted.catalogue.logic.records import read_record
    from enchanted.core.errors import Invalid

    records, faults = [], []
    for index, value in enumerate(values):
        try:
            records.append(read_record(value))
        except Invalid as fault:
            faults.append((index, str(fault)))
    return records, faults
