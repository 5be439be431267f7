"""Takes out of a film what stands beside its ladder: subtitles, and a still where it has no art."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from enchanted.catalogue.actions.facets import set_facets
from enchanted.core.errors import Invalid
from enchanted.core.pictures import WIDE_WIDTHS, contrast, keep_picture
from enchanted.media.actions import child
from enchanted.media.actions.child import Stalled, ToolFailed
from enchanted.media.actions.subtitles import inner_source, keep_subtitle
from enchanted.media.actions.tools import ffmpeg
from enchanted.media.logic import ladder
from enchanted.media.logic.languages import name_of
from enchanted.media.logic.subtitles import MOST_BYTES
from enchanted.media.models import MediaFile, Subtitle, Track

CPU_SECONDS = 600
STILL_SHARES = (0.2, 0.35, 0.5, 0.7)
TELLING = 20.0
TEXT_CODECS = frozenset(("subrip", "srt", "ass", "ssa", "webvtt", "mov_text", "text"))
Watch = Callable[[int], None]


def take_beside(file: MediaFile, source: ladder.Source, watch: Watch) -> None:
    """Keep a film's own subtitles and a still of it, those that were not kept before.

    What can't be taken is left; what `watch` raises passes on.
    """
    with tempfile.TemporaryDirectory(prefix="enchanted-") as folder:
        with suppress(ToolFailed, Stalled, Invalid, OSError):
            _keep_still(file, source, Path(folder), watch)
        with suppress(ToolFailed, Stalled, OSError):
            _keep_subtitles(file, Path(folder), watch)


def _keep_still(file: MediaFile, source: ladder.Source, folder: Path, watch: Watch) -> None:
    if file.movie.wide_picture:
        return
    best, shown = b"", -1.0
    for share in STILL_SHARES:
        command = ladder.still_command(ffmpeg(), source, file.path, share)
        child.run(command, folder=folder, cpu_seconds=CPU_SECONDS, watch=watch)
        picture = (folder / "still.jpg").read_bytes()
        if contrast(picture) > shown:
            best, shown = picture, contrast(picture)
        if shown >= TELLING:
            break
    set_facets(movie_id=file.movie_id, still=keep_picture(best, WIDE_WIDTHS))


def _keep_subtitles(file: MediaFile, folder: Path, watch: Watch) -> None:
    """Text streams become subtitles of this file; pictures of text, and those that are broken or empty, do not."""
    known = set(Subtitle.objects.filter(file=file).values_list("source", flat=True))
    there = Track.objects.filter(file=file, kind=Track.Kind.SUBTITLE, codec__in=TEXT_CODECS)
    tracks = [track for track in there if inner_source(_source(track)) not in known]
    if not tracks:
        return
    wanted = [(track.position, track.codec) for track in tracks]
    command = ladder.subtitle_command(ffmpeg(), file.path, wanted)
    child.run(command, folder=folder, cpu_seconds=CPU_SECONDS, watch=watch)
    for track in tracks:
        made = next(folder.glob(f"{track.position}.*"))
        with suppress(Invalid):
            keep_subtitle(
                movie=file.movie, file=file, source=_source(track),
                language=track.language, label=_label(track), forced=track.forced,
                hearing_impaired=track.hearing_impaired, data=_read(made),
            )  # fmt: skip


def _source(track: Track) -> str:
    return f"file {track.file_id} track {track.position}"


def _label(track: Track) -> str:
    return track.title or name_of(track.language)


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)
