"""News of one movie's encode over /ws/encodes/<movie_id>/, for those who run the queue, and of one screen's viewing
over /ws/viewings/<id>/, for the browser that began it."""

from __future__ import annotations

from channels.db import database_sync_to_async

from enchanted.core import relay
from enchanted.core.sockets import TopicConsumer, scope_of
from enchanted.media import queries
from enchanted.media.events import EncodeAdvanced, ViewingYielded
from enchanted.media.models import Encode
from enchanted.media.rules import may_run_queue


def tell_encode_advanced(fact: EncodeAdvanced) -> None:
    encode = Encode.objects.filter(pk=fact.encode_id).first()
    if encode is not None:
        relay.publish(
            f"encodes:{fact.movie_id}", type="encode", encode=encode.pk, state=encode.state,
            progress=encode.progress, speed=encode.speed, eta=encode.eta_seconds, reason=encode.shown_reason,
        )  # fmt: skip


class EncodeNews(TopicConsumer):
    async def topics(self) -> list[str] | None:
        scope = scope_of(self)
        if not may_run_queue(scope["actor"]):
            return None
        return [f"encodes:{scope['url_route']['kwargs']['movie_id']}"]


def tell_viewing_yielded(fact: ViewingYielded) -> None:
    relay.publish(f"viewings:{fact.viewing_id}", type="yielded")


class ViewingNews(TopicConsumer):
    async def topics(self) -> list[str] | None:
        scope = scope_of(self)
        viewing_id = scope["url_route"]["kwargs"]["viewing_id"]
        own = await database_sync_to_async(queries.is_own_viewing)(scope["actor"], viewing_id)
        return [f"viewings:{viewing_id}"] if own else None
