"""What a player asks for, as JSON resources."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from enchanted.core import clock
from enchanted.core.http import requester
from enchanted.media import queries
from enchanted.media.actions import viewings
from enchanted.media.models import Encode, MediaFile
from enchanted.media.queries import Playback, uploads


class WishShape(serializers.Serializer):  # type: ignore[type-arg]
    """What a player plays already, so that it may go on; `take` takes the place of another screen."""

    viewing = serializers.IntegerField(default=0, min_value=0)
    ladder = serializers.IntegerField(default=0, min_value=0, allow_null=True)
    version = serializers.IntegerField(default=0, min_value=0, allow_null=True)
    take = serializers.BooleanField(default=False)


class SubtitleShape(serializers.Serializer):  # type: ignore[type-arg]
    id = serializers.IntegerField()
    src = serializers.CharField()
    language = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    forced = serializers.BooleanField()
    hearing_impaired = serializers.BooleanField()


class OriginalShape(serializers.Serializer):  # type: ignore[type-arg]
    """The file as it is; `type` is for canPlayType, `bit_rate` in bits a second."""

    src = serializers.CharField()
    type = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    bit_rate = serializers.IntegerField()


class VersionShape(serializers.Serializer):  # type: ignore[type-arg]
    id = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]


class ChapterShape(serializers.Serializer):  # type: ignore[type-arg]
    start = serializers.FloatField()
    title = serializers.CharField()


class PlaybackShape(serializers.Serializer):  # type: ignore[type-arg]
    """Addresses are good for `expires_in` seconds and for the asking browser alone; times are in seconds.

    `manifest` is None while only the original can be played; `growing` says that it is not whole yet.
    """

    viewing = serializers.IntegerField()
    ladder = serializers.IntegerField(allow_null=True)
    growing = serializers.BooleanField()
    manifest = serializers.CharField(allow_null=True)
    original = OriginalShape(allow_null=True)
    version = serializers.IntegerField()
    versions = VersionShape(many=True)
    subtitles = SubtitleShape(many=True)
    chapters = ChapterShape(many=True)
    storyboard = serializers.CharField(allow_null=True)
    loudness = serializers.FloatField(allow_null=True)
    expires_in = serializers.IntegerField()
    duration = serializers.FloatField()


class PlaybackResource(APIView):
    """Leave to play one movie on one screen."""

    @extend_schema(request=WishShape, responses=PlaybackShape)
    def post(self, request: Request, movie_id: int) -> Response:
        shape = WishShape(data=request.data)
        shape.is_valid(raise_exception=True)
        wish, at = shape.validated_data, clock.now()
        if not request.session.session_key:
            request.session["watches"] = True
            request.session.save()
        actor = requester(request)
        queries.check_playable(actor, movie_id, at)
        viewing = viewings.open_viewing(
            actor=actor, movie_id=movie_id, viewing_id=wish["viewing"], take=wish["take"], at=at
        )
        playback = queries.playback_of(
            actor, movie_id, at, viewing_id=viewing.pk, ladder=wish["ladder"] or 0, version=wish["version"] or 0
        )
        return Response({"viewing": viewing.pk, **_shown(playback)}, headers={"Cache-Control": "no-store"})


class ViewingResource(APIView):
    """One screen that plays."""

    @extend_schema(responses={204: None})
    def delete(self, request: Request, viewing_id: int) -> Response:
        viewings.end_viewing(actor=requester(request), viewing_id=viewing_id, at=clock.now())
        return Response(status=204)


class ContentShape(serializers.Serializer):  # type: ignore[type-arg]
    """A film by its size in bytes and the hash of its size, first, middle and last MiB (docs/uploads.md)."""

    size = serializers.IntegerField(min_value=1)
    fingerprint = serializers.RegexField(r"^[0-9a-f]{64}$")


class KnownFilmShape(serializers.Serializer):  # type: ignore[type-arg]
    """A film of the house, or one that arrived and waits to be taken in."""

    title = serializers.CharField()
    url = serializers.CharField()


class KnownContentShape(serializers.Serializer):  # type: ignore[type-arg]
    """The film that has this content, and the address of the asking person's unfinished upload of it."""

    film = KnownFilmShape(allow_null=True)
    upload = serializers.CharField(allow_null=True)


class KnownContentResource(APIView):
    """What the house has of a content before a byte of it is sent; for staff."""

    @extend_schema(parameters=[ContentShape], responses=KnownContentShape)
    def get(self, request: Request) -> Response:
        shape = ContentShape(data=request.query_params)
        shape.is_valid(raise_exception=True)
        known = uploads.known_content(requester(request), **shape.validated_data)
        upload = f"/upload/{known.unfinished.token}" if known.unfinished else None
        film = None
        if known.file:
            film = {"title": str(known.file.movie), "url": known.file.movie.get_absolute_url()}
        elif known.waiting:
            film = {"title": known.waiting.name, "url": reverse("admin:media_upload_changelist")}
        return Response({"film": film, "upload": upload}, headers={"Cache-Control": "no-store"})


def _shown(playback: Playback) -> dict[str, Any]:
    file, encode, base = playback.file, playback.encode, playback.base
    return {
        "ladder": encode.pk if encode else None,
        "growing": bool(encode and encode.state == Encode.State.RUNNING),
        "manifest": f"{base}/master.m3u8" if encode else None,
        "original": _original(file, base),
        "version": file.pk,
        "versions": [{"id": version.pk, "label": version.label} for version in playback.versions],
        "subtitles": [
            {"id": row.pk, "src": f"{base}/subtitles/{row.pk}.vtt", "language": row.language, "label": row.label,
             "forced": row.forced, "hearing_impaired": row.hearing_impaired}
            for row in playback.subtitles
        ],
        "chapters": [{"start": row.start_ms / 1000, "title": row.title} for row in queries.chapters_of(file)],
        "storyboard": f"{base}/storyboard.vtt" if encode and encode.storyboard else None,
        "loudness": queries.loudness_of(encode) if encode else None,
        "expires_in": playback.expires_in,
        "duration": playback.duration,
    }  # fmt: skip


def _original(file: MediaFile, base: str) -> dict[str, Any] | None:
    if not file.is_direct:
        return None
    return {"src": f"{base}/original", "type": file.mime, "width": file.width, "height": file.height,
            "bit_rate": file.bit_rate}  # fmt: skip
