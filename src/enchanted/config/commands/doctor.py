"""Looks the house over and says, for each trouble, what to do."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator
from pathlib import Path

EXAMPLE = "enchanted doctor"
LOW_DISK = 2 << 30


def arguments(parser: argparse.ArgumentParser) -> None:
    """It takes none."""


def run(options: argparse.Namespace) -> int:
    from enchanted.config.commands.django import setup

    setup(migrate=False)
    troubles = 0
    for title, look in CHECKS:
        found = list(look())
        troubles += len(found)
        print("\n".join(f"✗ {title}: {trouble}" for trouble in found) or f"✓ {title}")
    print(f"{troubles} trouble{'s' if troubles != 1 else ''} found." if troubles else "The house is well.")
    return 1 if troubles else 0


def _folders() -> Iterator[str]:
    from enchanted.config.env import env

    for name, folder in (("ENCHANTED_HOME", env().enchanted_home), ("ENCHANTED_STORAGE", env().enchanted_storage)):
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            yield f"{name} ({folder}) can't be made: {fault.strerror}. Set it to a folder that can."
            continue
        if not os.access(folder, os.W_OK | os.X_OK):
            yield f"{name} ({folder}) can't be written to. Give it to the account that runs the house."
    secret = env().enchanted_home / "secret.key"
    if secret.exists() and secret.stat().st_mode & 0o077:
        yield f"{secret} can be read by others. Run: chmod 600 {secret}"


def _disk() -> Iterator[str]:
    from enchanted.config.env import env
    from enchanted.core.storage import free_bytes

    try:
        free = free_bytes() // 1_000_000
    except OSError:
        return
    if free < env().disk_reserve:
        reserve = env().disk_reserve
        yield f"encodes wait: {free} MB are left, DISK_RESERVE is {reserve}. Make room, or move ENCHANTED_STORAGE."
    elif free < LOW_DISK:
        yield f"only {free} MB are left for encoded films. Make room, or move ENCHANTED_STORAGE."


def _database() -> Iterator[str]:
    from django.conf import settings
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.utils import DatabaseError

    try:
        executor = MigrationExecutor(connection)
        if not executor.loader.applied_migrations:
            yield f"there is no house at {settings.HOUSE_HOME} yet. `enchanted run` makes one, or set ENCHANTED_HOME."
        elif executor.migration_plan(executor.loader.graph.leaf_nodes()):
            yield "its tables are older than the house. Start the house once (`enchanted run`), which brings them up."
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                answer = cursor.execute("PRAGMA quick_check").fetchone()[0]
            if answer != "ok":
                yield f"SQLite says: {answer}. Restore the last backup of house.db."
    except DatabaseError as fault:
        yield f"it doesn't answer ({' '.join(str(fault).split())}). Check DATABASE_URL and that the server runs."


def _redis() -> Iterator[str]:
    from django.conf import settings

    if settings.HOUSE_REDIS:
        import redis

        try:
            redis.Redis.from_url(settings.HOUSE_REDIS, socket_timeout=3).ping()
        except redis.RedisError as fault:
            yield f"it doesn't answer ({fault}). Check REDIS_URL and that the server runs."


def _tools() -> Iterator[str]:
    import subprocess

    from enchanted.core.errors import HouseError
    from enchanted.media.actions.tools import ffmpeg

    try:
        done = subprocess.run([ffmpeg(), "-hide_banner", "-encoders"], capture_output=True, text=True, check=True)
        missing = [name for name in ("libx264", "aac") if f" {name} " not in done.stdout]
        if missing:
            yield f"ffmpeg lacks {', '.join(missing)}. Set ENCHANTED_FFMPEG to one that has them, or unset it."
    except (HouseError, OSError, subprocess.SubprocessError) as fault:
        yield f"ffmpeg doesn't run ({fault}). Unset ENCHANTED_FFMPEG, or name one that does."


def _people() -> Iterator[str]:
    from enchanted.accounts.queries import owner_exists

    if not owner_exists():
        yield (
            "there is no owner. Claim the house with the code `enchanted run` prints, "
            "or run: enchanted create-staff NAME --role owner"
        )


def _films() -> Iterator[str]:
    from enchanted.core import storage
    from enchanted.media.models import Encode, MediaFile

    gone = [row for row in MediaFile.objects.all() if not Path(row.path).exists()]
    for row in gone[:5]:
        yield f"the file of {row.movie} is not at {row.path}. Mount its disk again, or import it from where it is now."
    if len(gone) > 5:
        yield f"{len(gone) - 5} more files are not where they were."
    for encode in Encode.objects.filter(state=Encode.State.DONE).exclude(folder="").select_related("file__movie"):
        if not any(storage.place(encode.folder).glob("*/index.m3u8")):
            yield f"the ladder of {encode.file.movie} is gone from {encode.folder}. Encode it again in the back office."


def _queue() -> Iterator[str]:
    from enchanted.core import outbox
    from enchanted.media.models import Encode

    failed = Encode.objects.filter(state=Encode.State.FAILED, file__movie__playable=False).count()
    if failed:
        yield f"{failed} encodes failed. The back office's queue says why, and tries again."
    if outbox.stuck():
        yield f"{outbox.stuck()} notes of the outbox were given up on; house.log says why."


def _static() -> Iterator[str]:
    from django.conf import settings

    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        yield "styles and scripts are not gathered. Run bin/setup."


def _after_database(look: Callable[[], Iterator[str]]) -> Callable[[], Iterator[str]]:
    """A look that needs the tables: silent where the database itself is the trouble."""

    def looked() -> Iterator[str]:
        if not list(_database()):
            yield from look()

    return looked


CHECKS: list[tuple[str, Callable[[], Iterator[str]]]] = [
    ("folders", _folders),
    ("disk", _disk),
    ("database", _database),
    ("redis", _redis),
    ("ffmpeg", _tools),
    ("styles", _static),
    ("people", _after_database(_people)),
    ("films", _after_database(_films)),
    ("queue", _after_database(_queue)),
]
