"""Keeps facts that must be heard later, and has them heard.

A row is claimed by moving its due time ahead: whoever moved it owns it until then. A listener that fails is tried
again, ever more slowly; after the last attempt the row stays, with its fault, for people to see.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from enchanted.core import clock
from enchanted.core.facts import switchboard
from enchanted.core.models import OutboxRow

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
FLEETING = timedelta(minutes=1)
MOST_ATTEMPTS = 12
LONGEST_WAIT = timedelta(hours=1)


def keep(row: str, payload: dict[str, Any]) -> None:
    """Store a fact for a listener; the worker is woken when the transaction commits."""
    from enchanted.core import jobs

    OutboxRow.objects.create(row=row, payload=payload)
    transaction.on_commit(jobs.wake_outbox, robust=True)


def drain(most: int = 200) -> int:
    """Carry out the rows that are due, oldest first, pushes apart. Returns how many were tried."""
    due = _due().exclude(row__in=switchboard.pushes)[:most]
    return sum(_carry_out(kept) for kept in list(due))


def drain_pushes(most: int = 200) -> int:
    """Push what commands beside this house left for it; what nobody heard within a minute is let go.

    Only for a process whose relay reaches open pages. Returns how many were tried.
    """
    pushes = OutboxRow.objects.filter(row__in=switchboard.pushes)
    if not pushes.exists():
        return 0
    pushes.filter(kept_at__lt=clock.now() - FLEETING).delete()
    return sum(_carry_out(kept) for kept in list(_due().filter(row__in=switchboard.pushes)[:most]))


def stuck() -> int:
    """How many rows have been given up on."""
    return OutboxRow.objects.filter(attempts__gte=MOST_ATTEMPTS).count()


def _due() -> QuerySet[OutboxRow]:
    return OutboxRow.objects.filter(due_at__lte=clock.now(), attempts__lt=MOST_ATTEMPTS).order_by("id")


def _carry_out(kept: OutboxRow) -> bool:
    claimed = OutboxRow.objects.filter(pk=kept.pk, attempts=kept.attempts, due_at=kept.due_at).update(
        due_at=clock.now() + LEASE, attempts=kept.attempts + 1
    )
    if not claimed:
        return False
    try:
        fact, listener = switchboard.by_name[kept.row]
        listener(fact(**kept.payload))
    except Exception as fault:
        log.exception("Outbox row %s failed", kept.pk)
        wait = min(timedelta(seconds=2 ** (kept.attempts + 1)), LONGEST_WAIT)
        OutboxRow.objects.filter(pk=kept.pk).update(due_at=clock.now() + wait, fault=repr(fault)[:2000])
    else:
        OutboxRow.objects.filter(pk=kept.pk).delete()
    return True
