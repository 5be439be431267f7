"""Starts the job threads with every feature's jobs known to them."""

from __future__ import annotations

from django.conf import settings

from enchanted.core import jobs


def open_workshop() -> jobs.Workers:
    """Job threads that run: first whatever was left from before, then what comes."""
    from enchanted.accounts import tasks as _accounts_tasks  # noqa: F401 - so that their hours are known
    from enchanted.media import tasks
    from enchanted.media.actions import running

    workers = jobs.Workers(heavy_threads=settings.HOUSE_ENCODE_WORKERS)
    workers.start()
    running.free_dead_workers()
    jobs.wake_outbox()
    tasks.sweep_encodes.call_local()
    return workers
