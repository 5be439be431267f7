"""What happens to notices and inboxes."""

from __future__ import annotations

from dataclasses import dataclass

from enchanted.core.facts import Fact


@dataclass(frozen=True)
class NoticesChanged(Fact):
    """What everyone sees is new: a notice came, changed, was withdrawn, began or ended."""

    notice_id: int


@dataclass(frozen=True)
class InboxChanged(Fact):
    """One account has something new, or has read something."""

    user_id: int


@dataclass(frozen=True)
class PeopleNotified(Fact):
    """Notifications were written; those who want mail have not had it yet."""

    notification_ids: list[int]
