"""The inbox as JSON, and the mark that something was read."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from enchanted.core import clock
from enchanted.core.http import requester
from enchanted.notices import actions, queries
from enchanted.notices.models import Notification
from enchanted.notices.queries import Item


class NoticeFilmShape(serializers.Serializer):  # type: ignore[type-arg]
    id = serializers.IntegerField()
    title = serializers.CharField()


class NoticeShape(serializers.Serializer):  # type: ignore[type-arg]
    """A notice in force. Its text is plain; `movie` is null when there is none, or none for this person."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    text = serializers.CharField()
    since = serializers.DateTimeField()
    until = serializers.DateTimeField(allow_null=True)
    movie = NoticeFilmShape(allow_null=True)
    read = serializers.BooleanField()


class NotificationShape(serializers.Serializer):  # type: ignore[type-arg]
    """Words for this person, in the language they asked in; `link` is a path of the house, or empty."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    text = serializers.CharField()
    link = serializers.CharField()
    made_at = serializers.DateTimeField()
    read = serializers.BooleanField()


class InboxShape(serializers.Serializer):  # type: ignore[type-arg]
    unread = serializers.IntegerField()
    notices = NoticeShape(many=True)
    notifications = NotificationShape(many=True)


class InboxResource(APIView):
    @extend_schema(operation_id="notices", responses=InboxShape)
    def get(self, request: Request) -> Response:
        inbox = queries.inbox_of(requester(request), clock.now())
        return Response(
            {
                "unread": inbox.unread,
                "notices": [notice_record(item) for item in inbox.items],
                "notifications": [notification_record(one) for one in inbox.notifications],
            }
        )


class AllReadResource(APIView):
    @extend_schema(operation_id="notices_all_read", request=None, responses={204: None})
    def put(self, request: Request) -> Response:
        actions.mark_all_read(actor=requester(request), at=clock.now())
        return Response(status=204)


class NoticeReadResource(APIView):
    @extend_schema(request=None, responses={204: None})
    def put(self, request: Request, notice_id: int) -> Response:
        actions.mark_notice_read(actor=requester(request), notice_id=notice_id, at=clock.now())
        return Response(status=204)


class NotificationReadResource(APIView):
    @extend_schema(request=None, responses={204: None})
    def put(self, request: Request, notification_id: int) -> Response:
        actions.mark_notification_read(actor=requester(request), notification_id=notification_id, at=clock.now())
        return Response(status=204)


def notice_record(item: Item) -> dict[str, Any]:
    notice, movie = item.notice, item.movie
    return {
        "id": notice.pk,
        "title": notice.title,
        "text": notice.text,
        "since": notice.since,
        "until": notice.ends_at,
        "movie": {"id": movie.pk, "title": movie.title} if movie else None,
        "read": item.read,
    }


def notification_record(one: Notification) -> dict[str, Any]:
    return {
        "id": one.pk,
        "title": one.shown_title,
        "text": one.shown_text,
        "link": one.link,
        "made_at": one.made_at,
        "read": one.read_at is not None,
    }
