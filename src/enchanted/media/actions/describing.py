"""Keeps what a look into a film's file told."""

from __future__ import annotations

from django.db import transaction

from enchanted.catalogue.actions.facets import set_facets
from enchanted.media.actions.tools import Probe
from enchanted.media.logic.languages import tag_of
from enchanted.media.models import Chapter, MediaFile, Track

COLUMNS = ("container", "duration_ms", "width", "height", "frame_rate", "video_codec", "audio_codec",
           "video_position", "video_profile", "pixel_format",
           "bit_rate", "hdr", "interlaced", "rotated", "variable_rate", "mime")  # fmt: skip


def columns_of(seen: Probe) -> dict[str, object]:
    """What a probe says of a file, as columns of MediaFile."""
    return {column: getattr(seen, column) for column in COLUMNS}


def tell_length(file: MediaFile) -> None:
    """A movie is as long as its first file."""
    if not MediaFile.objects.filter(movie=file.movie_id, pk__lt=file.pk).exists():
        set_facets(movie_id=file.movie_id, duration_ms=file.duration_ms)


def keep_streams(*, file: MediaFile, seen: Probe) -> None:
    """Put the tracks and chapters of a probe in the place of those the file had."""
    with transaction.atomic():
        Track.objects.filter(file=file).delete()
        Chapter.objects.filter(file=file).delete()
        Track.objects.bulk_create(
            Track(
                file=file, kind=found.kind, position=found.position, codec=found.codec,
                language=tag_of(found.language), title=found.title, channels=found.channels, default=found.default,
                forced=found.forced, hearing_impaired=found.hearing_impaired, commentary=found.commentary,
            )
            for found in seen.tracks
        )  # fmt: skip
        Chapter.objects.bulk_create(
            Chapter(file=file, position=position, start_ms=found.start_ms, title=found.title)
            for position, found in enumerate(seen.chapters)
        )
