"""Jobs of media: each wakes one action."""

from __future__ import annotations

from huey import crontab

from enchanted.core import clock
from enchanted.core.jobs import heavy, quick, wake
from enchanted.media.actions import encodes, running
from enchanted.media.events import EncodeQueued


@heavy.task()
def encode() -> None:
    running.encode_all()


@quick.periodic_task(crontab())
def sweep_encodes() -> None:
    wake(heavy, encode)


@quick.periodic_task(crontab(minute="*/10"))
def sweep_ladders() -> None:
    encodes.remove_old_ladders(at=clock.now())


def wake_encoder(fact: EncodeQueued) -> None:
    """An encode waits: ask a worker to look."""
    wake(heavy, encode)
