"""Jobs of accounts."""

from __future__ import annotations

from huey import crontab

from enchanted.accounts import actions
from enchanted.core import clock
from enchanted.core.jobs import quick


@quick.periodic_task(crontab())
def sweep_presence() -> None:
    actions.sweep_presence(at=clock.now())


@quick.periodic_task(crontab(minute="*/10"))
def sweep_codes() -> None:
    actions.remove_stale_codes(at=clock.now())
