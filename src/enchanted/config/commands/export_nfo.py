"""Writes films as NFO, pictures and subtitles, beside their files or into a folder of their own."""

from __future__ import annotations

import argparse
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from enchanted.catalogue.models import Movie

EXAMPLE = "enchanted export-nfo --to ~/metadata"
BATCH = 100


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folders",
        type=Path,
        nargs="*",
        metavar="FOLDER",
        help="only films whose files lie below; all when none is given",
    )
    parser.add_argument(
        "--to", type=Path, metavar="DIR",
        help="write DIR/Title (Year)/… instead, films without files and subtitles too",
    )  # fmt: skip
    parser.add_argument("--overwrite", action="store_true", help="replace files that are there; else they stay")


def run(options: argparse.Namespace) -> int:
    from enchanted.config.commands.bars import track
    from enchanted.config.commands.django import setup
    from enchanted.core.errors import NotFound

    folders = [folder.expanduser().resolve() for folder in options.folders]
    for folder in folders:
        if not folder.exists():
            raise NotFound(f"There is nothing at {folder}.")
    setup()
    from enchanted.core.actor import HOUSE
    from enchanted.media.actions.exporting import Exported, export_below, export_beside, files_below, folder_name

    target = options.to.expanduser().resolve() if options.to else None
    files, taken, sum_of = files_below(folders), set[str](), Exported()
    ids = _ids(files, everything=target is not None and not folders)
    for movie, say in track(_movies(ids), "Exporting", total=len(ids)):
        if target:
            name = folder_name(movie, taken)
            done = export_below(actor=HOUSE, movie=movie, folder=target, name=name, overwrite=options.overwrite)
        else:
            done = export_beside(actor=HOUSE, movie=movie, files=files[movie.pk], overwrite=options.overwrite)
        for note in done.notes:
            say(note)
        sum_of.written, sum_of.left = sum_of.written + done.written, sum_of.left + done.left
        sum_of.notes += done.notes
    hint = " Files that were there are left; --overwrite replaces them." if sum_of.left else ""
    print(f"{len(ids)} films: {sum_of.written} files written, {sum_of.left} left, {len(sum_of.notes)} failed.{hint}")
    return 1 if sum_of.notes and not sum_of.written else 0


def _ids(files: dict[int, list[Path]], *, everything: bool) -> list[int]:
    from enchanted.catalogue.queries import movie_ids_of
    from enchanted.core.actor import HOUSE

    return [movie_id for movie_id in movie_ids_of(HOUSE) if everything or movie_id in files]


def _movies(ids: list[int]) -> Iterator[Movie]:
    """The movies, a batch at a time."""
    from enchanted.catalogue.queries import whole_movies
    from enchanted.core.actor import HOUSE

    rest = iter(ids)
    while batch := list(islice(rest, BATCH)):
        yield from whole_movies(HOUSE, batch)
