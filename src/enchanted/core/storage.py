"""Where the house keeps its own files, and how they get there whole.

Everything lies below ENCHANTED_STORAGE. A file or folder is made beside its place under a name that starts with
`.part-`, flushed to disk, and renamed: at its place it is whole, or not there.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

PART = ".part-"


def root() -> Path:
    return Path(settings.HOUSE_STORAGE)


def place(key: str) -> Path:
    """The path of a stored key such as `hls/12/7`. Keys come from our own rows, never from a request.

    Errors: ValueError for a key that would leave the storage folder.
    """
    path = root() / key
    if ".." in Path(key).parts or Path(key).is_absolute():
        raise ValueError(f"{key!r} is not a storage key")
    return path


def store_bytes(key: str, data: bytes) -> None:
    """Write a whole file under `key`, replacing what was there."""
    with part_beside(place(key)) as part, part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def part_beside(target: Path) -> Iterator[Path]:
    """A name beside `target` to write to; renamed to `target` on leaving, removed when the block fails."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.parent / f"{PART}{uuid.uuid4().hex}"
    try:
        yield part
        publish(part, target)
    except BaseException:
        remove(part)
        raise


def publish(part: Path, target: Path) -> None:
    """Rename a finished part to its place, in one step, and make the rename last."""
    if part.is_dir():
        if target.exists():
            remove(target)
        part.rename(target)
    else:
        part.replace(target)
    _sync_folder(target.parent)


def sync(folder: Path, after_each: Callable[[], None] = lambda: None) -> None:
    """Flush every file below a folder to the disk, which may take minutes."""
    for path in folder.rglob("*"):
        if path.is_file():
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            after_each()


def remove(path: Path) -> None:
    """Delete a file or a folder; nothing happens when it is not there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(FileNotFoundError):
            path.unlink()


def free_bytes() -> int:
    """What the disk under the storage folder has left."""
    root().mkdir(parents=True, exist_ok=True)
    return shutil.disk_usage(root()).free


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
