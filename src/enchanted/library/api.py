"""Where one stopped, as a JSON resource."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from enchanted.catalogue.queries import movie_of
from enchanted.core import clock
from enchanted.core.http import requester
from enchanted.library import actions, queries


class PositionShape(serializers.Serializer):  # type: ignore[type-arg]
    """Seconds into the film, and its length."""

    at = serializers.FloatField(min_value=0, max_value=360_000)
    duration = serializers.FloatField(min_value=0, max_value=360_000)


class PositionResource(APIView):
    """Where the signed-in viewer stopped in one movie."""

    @extend_schema(responses=PositionShape)
    def get(self, request: Request, movie_id: int) -> Response:
        position = queries.position_of(requester(request), movie_of(requester(request), movie_id))
        if position is None:
            return Response({"at": 0, "duration": 0})
        return Response({"at": position.at_ms / 1000, "duration": position.duration_ms / 1000})

    @extend_schema(request=PositionShape, responses=PositionShape)
    def put(self, request: Request, movie_id: int) -> Response:
        shape = PositionShape(data=request.data)
        shape.is_valid(raise_exception=True)
        at, duration = (round(shape.validated_data[name] * 1000) for name in ("at", "duration"))
        actions.keep_position(
            actor=requester(request), movie_id=movie_id, at_ms=at, duration_ms=duration, at=clock.now()
        )
        return Response(shape.validated_data)
