"""News over /ws/notices/: to every open page when a notice comes or goes, to one account's pages of its inbox."""

from __future__ import annotations

from enchanted.core import relay
from enchanted.core.sockets import TopicConsumer, scope_of
from enchanted.notices.events import InboxChanged, NoticesChanged
from enchanted.notices.queries import forget_standing


def tell_notices_changed(fact: NoticesChanged) -> None:
    forget_standing()  # the notice may have changed in another process
    relay.publish("notices", type="notices", id=fact.notice_id)


def tell_inbox_changed(fact: InboxChanged) -> None:
    relay.publish(f"inbox:{fact.user_id}", type="inbox")


class NoticeNews(TopicConsumer):
    """Ids only; a page asks for what it may see."""

    async def topics(self) -> list[str]:
        user_id = scope_of(self)["actor"].user_id
        return ["notices"] if user_id is None else ["notices", f"inbox:{user_id}"]
