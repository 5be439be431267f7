"""Words for one person."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from enchanted.core.errors import Invalid
from enchanted.core.facts import announce
from enchanted.notices.events import InboxChanged, PeopleNotified
from enchanted.notices.logic import is_within
from enchanted.notices.models import Notification

TOGETHER = 500


def notify(
    account_ids: Collection[int], *, title: str, text: str = "", link: str = "",
    params: Mapping[str, str | int] | None = None, at: datetime,
) -> list[int]:  # fmt: skip
    """Put a notification into the inboxes of these accounts, in the caller's transaction. Returns the rows' ids.

    `title` and `text` are marked with gettext_noop where they are written, and hold `%(name)s` for what `params` names;
    the reader's language is chosen at reading. `link` is a path of the house. For other features' actions: whoever
    calls has asked their own rule.

    Errors: Invalid for a link that leads out of the house.
    """
    if not is_within(link):
        raise Invalid(f"not a path of the house: {link!r}")
    values = dict(params or {})
    told = sorted(set(account_ids))
    ids: list[int] = []
    with transaction.atomic():
        for account_id in told:
            row = Notification.objects.create(
                user_id=account_id, title=title, text=text, link=link, params=values, made_at=at
            )
            ids.append(row.pk)
            announce(InboxChanged(account_id))
        for start in range(0, len(ids), TOGETHER):
            announce(PeopleNotified(ids[start : start + TOGETHER]))
    return ids
