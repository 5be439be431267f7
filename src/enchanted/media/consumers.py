"""News of one movie's encode over /ws/encodes/<movie_id>/, for those who run the queue."""

from __future__ import annotations

from enchanted.core import relay
from enchanted.core.sockets import TopicConsumer, scope_of
from enchanted.media.events import EncodeAdvanced
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
