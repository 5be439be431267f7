"""Jobs of notices: each wakes one action."""

from __future__ import annotations

from huey import crontab

from enchanted.core import clock
from enchanted.core.jobs import quick
from enchanted.notices import actions
from enchanted.notices.events import PeopleNotified


@quick.periodic_task(crontab())
def announce_notices() -> None:
    actions.announce_due(at=clock.now())


def mail_notifications(fact: PeopleNotified) -> None:
    """Some of those notified may want mail."""
    actions.mail_notifications(notification_ids=fact.notification_ids, at=clock.now())
