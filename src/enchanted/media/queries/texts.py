"""Texts that are written when a player asks for them: the list of everything playable, and subtitles in parts."""

from __future__ import annotations

from django.db import close_old_connections

from enchanted.core import storage
from enchanted.media.logic import playlists
from enchanted.media.logic.grants import Grant
from enchanted.media.logic.webvtt import part_of
from enchanted.media.models import Encode, MediaFile, Rendition, Subtitle
from enchanted.media.queries import renditions_of, subtitles_of


def master_playlist(grant: Grant) -> str | None:
    """What the grant's ladder holds, with the subtitles there are now; None when it holds nothing."""
    try:
        encode = Encode.objects.select_related("file__movie").filter(pk=grant.encode_id).first()
        rows = renditions_of(grant.encode_id) if encode else []
        if encode is None or not rows:
            return None
        texts = [
            playlists.Text(row.pk, row.language, _name(row), row.forced, row.hearing_impaired)
            for row in subtitles_of(encode.file.movie, encode.file)
        ]
    finally:
        close_old_connections()
    pictures = [picture_of(row) for row in rows if row.kind == Rendition.Kind.VIDEO]
    sounds = [sound_of(row) for row in rows if row.kind == Rendition.Kind.AUDIO]
    return playlists.master(pictures, sounds, texts, growing=encode.state == Encode.State.RUNNING)


def subtitle_playlist(grant: Grant, subtitle_id: int) -> str | None:
    """The parts of one subtitle; None when the granted film has no such one."""
    if not storage.place(f"subtitles/{grant.movie_id}/{subtitle_id}.vtt").is_file():
        return None
    try:
        duration_ms = MediaFile.objects.filter(pk=grant.file_id).values_list("duration_ms", flat=True).first()
    finally:
        close_old_connections()
    return playlists.text_playlist(subtitle_id, (duration_ms or 0) / 1000)


def subtitle_part(grant: Grant, subtitle_id: int, number: int) -> str | None:
    """One part of a subtitle as WebVTT of its own; None when there is no such subtitle."""
    try:
        text = storage.place(f"subtitles/{grant.movie_id}/{subtitle_id}.vtt").read_text()
    except OSError:
        return None
    begin = number * playlists.TEXT_SECONDS
    return part_of(text, begin, begin + playlists.TEXT_SECONDS)


def _name(row: Subtitle) -> str:
    """What players without our page choose a subtitle by."""
    kinds = [kind for there, kind in ((row.forced, "forced"), (row.hearing_impaired, "SDH")) if there]
    return row.label + "".join(f" ({kind})" for kind in kinds)


def picture_of(row: Rendition) -> playlists.Picture:
    return playlists.Picture(row.name, row.width, row.height, row.frame_rate, row.bandwidth, row.average_bandwidth,
                             row.codecs, row.frames_bandwidth)  # fmt: skip


def sound_of(row: Rendition) -> playlists.Sound:
    return playlists.Sound(row.name, row.language, row.label, row.channels, row.default, row.bandwidth,
                           row.average_bandwidth, row.codecs, row.commentary)  # fmt: skip
