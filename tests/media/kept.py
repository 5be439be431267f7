"""Film files as rows, without an import around them."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any

import av

from enchanted.catalogue.models import Movie
from enchanted.core import clock, storage
from enchanted.media.actions import encodes, running
from enchanted.media.actions.describing import columns_of, keep_streams
from enchanted.media.actions.tools import probe
from enchanted.media.logic import playlists
from enchanted.media.models import Encode, MediaFile


def keep(path: Path, title: str = "A Film") -> MediaFile:
    """The file at `path`, probed and kept under a movie of its own."""
    seen, status = probe(path), path.stat()
    file = MediaFile.objects.create(
        movie=Movie.objects.create(title=title, year=2020), path=str(path),
        path_hash=hashlib.sha256(str(path).encode()).hexdigest(), size=status.st_size, mtime_ns=status.st_mtime_ns,
        **columns_of(seen),
    )  # fmt: skip
    keep_streams(file=file, seen=seen)
    return file


def made(file: MediaFile, kind: str = "ladder") -> Encode:
    """The file's job of a kind, carried out now."""
    encodes.queue_encode(file=file)
    job = encodes.claim_encode(owner=running.owner(), kind=kind, at=clock.now())
    assert job is not None
    running.run_encode(job)
    return Encode.objects.select_related("file__movie").get(pk=job.pk)


def begins(encode: Encode, name: str) -> float:
    """When a browser begins to play a rendition, in seconds: it takes the first edit alone, and no empty one."""
    folder = storage.place(encode.folder) / name
    text = (folder / "index.m3u8").read_text()
    init = (folder / playlists.init_of(text)).read_bytes()
    first = (folder / playlists.segments_of(text)[0][1]).read_bytes()
    at = init.find(b"elst")
    skipped = int.from_bytes(init[at + 16 : at + 20], "big", signed=True) if at >= 0 else 0
    with av.open(io.BytesIO(init + first), "r", options={"ignore_editlist": "1"}) as container:
        stream: Any = container.streams[0]
        shown = min(packet.pts for packet in container.demux(stream) if packet.pts is not None and packet.size)
        return float((shown - max(0, skipped)) * stream.time_base)
