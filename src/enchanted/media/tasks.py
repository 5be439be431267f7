"""Jobs of media: each wakes one action."""

from __future__ import annotations

from huey import crontab

from enchanted.core import clock
from enchanted.core.jobs import brisk, heavy, quick, wake
from enchanted.media.actions import arriving, encodes, running, uploading, viewings
from enchanted.media.events import EncodeQueued
from enchanted.media.models import Encode


@heavy.task()
def encode() -> None:
    running.run_all(Encode.Kind.LADDER)


@brisk.task()
def start() -> None:
    running.run_all(Encode.Kind.REMUX)


@quick.periodic_task(crontab())
def sweep_encodes() -> None:
    wake(brisk, start)
    wake(heavy, encode)


@quick.periodic_task(crontab(minute="*/10"))
def sweep_ladders() -> None:
    encodes.remove_old_ladders(at=clock.now())
    running.remove_leftovers()


@quick.periodic_task(crontab(minute="30", hour="*/6"))
def sweep_viewings() -> None:
    viewings.remove_old_viewings(at=clock.now())


@quick.periodic_task(crontab(minute="*/10"))
def sweep_uploads() -> None:
    arriving.finish_left_uploads(at=clock.now())
    uploading.remove_old_uploads(at=clock.now())


def wake_encoder(fact: EncodeQueued) -> None:
    """An encode waits: ask a worker to look."""
    sweep_encodes.call_local()
