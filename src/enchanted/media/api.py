"""What a player asks for, as a JSON resource."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from enchanted.core import clock
from enchanted.core.http import requester
from enchanted.media import queries


class SubtitleShape(serializers.Serializer):  # type: ignore[type-arg]
    id = serializers.IntegerField()
    src = serializers.CharField()
    language = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    forced = serializers.BooleanField()


class PlaybackShape(serializers.Serializer):  # type: ignore[type-arg]
    """Addresses are good for `expires_in` seconds and for the asking browser alone; `duration` is in seconds."""

    manifest = serializers.CharField()
    original = serializers.CharField()
    subtitles = SubtitleShape(many=True)
    expires_in = serializers.IntegerField()
    duration = serializers.FloatField()


class PlaybackResource(APIView):
    """Leave to play one movie."""

    @extend_schema(responses=PlaybackShape)
    def get(self, request: Request, movie_id: int) -> Response:
        if not request.session.session_key:
            request.session["watches"] = True
            request.session.save()
        playback = queries.playback_of(requester(request), movie_id, clock.now())
        subtitles = [
            {"id": row.pk, "src": f"{playback.base}/subtitles/{row.pk}.vtt", "language": row.language,
             "label": row.label, "forced": row.forced}
            for row in playback.subtitles
        ]  # fmt: skip
        answer = Response({
            "manifest": f"{playback.base}/master.m3u8",
            "original": f"{playback.base}/original",
            "subtitles": subtitles,
            "expires_in": playback.expires_in,
            "duration": playback.duration,
        })  # fmt: skip
        answer["Cache-Control"] = "no-store"
        return answer
