"""Films to measure with: a real one where ENCHANTED_SAMPLES names a folder of films, else one drawn by ffmpeg."""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.support import house_environment

if TYPE_CHECKING:
    from enchanted.media.models import MediaFile


def ffmpeg() -> str:
    import imageio_ffmpeg

    return str(imageio_ffmpeg.get_ffmpeg_exe())


def sample(folder: Path, seconds: int = 50) -> Path:
    """The largest MP4 of ENCHANTED_SAMPLES, else a drawn film with grain, 720p with sound."""
    given = os.environ.get("ENCHANTED_SAMPLES")
    found = sorted(Path(given).rglob("*.mp4"), key=lambda path: path.stat().st_size) if given else []
    if found:
        return found[-1]
    film = folder / "drawn.mp4"
    subprocess.run(
        [ffmpeg(), "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=1280x720:r=24", "-f", "lavfi", "-i",
         "sine=frequency=220:sample_rate=48000", "-vf", "noise=alls=12:allf=t", "-t", str(seconds), "-c:v", "libx264",
         "-preset", "veryfast", "-pix_fmt", "yuv420p", "-c:a", "aac", str(film)], check=True,
    )  # fmt: skip
    return film


def open_tables(home: Path) -> None:
    """This process becomes one of the house in `home`."""
    os.environ.update(house_environment(home))
    from enchanted.config.commands.django import setup

    setup()


def keep(film: Path) -> MediaFile:
    """A film's file as a row, under a movie of its own."""
    from enchanted.catalogue.models import Movie
    from enchanted.media.actions.describing import columns_of, keep_streams
    from enchanted.media.actions.tools import probe
    from enchanted.media.models import MediaFile

    seen, status = probe(film), film.stat()
    file = MediaFile.objects.create(
        movie=Movie.objects.create(title=film.stem), path=str(film), size=status.st_size, mtime_ns=status.st_mtime_ns,
        path_hash=hashlib.sha256(str(film).encode()).hexdigest(), **columns_of(seen),
    )  # fmt: skip
    keep_streams(file=file, seen=seen)
    return file
