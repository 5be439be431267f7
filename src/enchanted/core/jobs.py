"""Work that can wait, over huey: three queues, one API.

`quick` carries small jobs, `brisk` those of seconds that viewers wait for, `heavy` those that hold a thread for long
(encodes). A queue entry is only a wake-up: what
has to be done stands in rows of the database, so a lost entry costs a minute, never the work. The queue lies in a
SQLite file of the house, or in Redis where the house has one.
"""

from __future__ import annotations

import logging
import signal
import threading
from pathlib import Path
from typing import Any

from django.conf import settings
from huey import RedisHuey, SqliteHuey, crontab
from huey.api import Huey
from huey.consumer import Consumer

log = logging.getLogger(__name__)


stopping = threading.Event()
"""Set when this process is about to end; long jobs look at it and leave their work resumable."""


def _queue(name: str) -> Huey:
    if settings.HOUSE_REDIS:
        return RedisHuey(f"enchanted-{name}", url=settings.HOUSE_REDIS, results=False, immediate=False)
    home = Path(settings.HOUSE_HOME)
    home.mkdir(parents=True, exist_ok=True)
    return SqliteHuey(f"enchanted-{name}", filename=str(home / "jobs.db"), results=False, immediate=False)


quick = _queue("quick")
brisk = _queue("brisk")
heavy = _queue("heavy")


@quick.task()
def drain_outbox() -> None:
    from enchanted.core import outbox

    while outbox.drain() and not stopping.is_set():
        pass


@quick.periodic_task(crontab())
def sweep_outbox() -> None:
    drain_outbox.call_local()


def wake_outbox() -> None:
    """Ask the worker to look at the outbox now."""
    wake(quick, drain_outbox)


def wake(queue: Huey, task: Any) -> None:
    """Put `task` into its queue, unless it waits there already: that one will see the same rows."""
    if not any(waiting.name == task.task_class.__name__ for waiting in queue.pending()):
        task()


class _Consumer(Consumer):
    """Huey's consumer without its hold on the process's signals: the server owns those."""

    def _set_signal_handlers(self) -> None:
        pass


class Workers:
    """The job threads of one process: start them, stop them.

    Stopping asks running jobs to end through `stopping`, and waits for them.
    """

    def __init__(self, heavy_threads: int) -> None:
        self.consumers = [_consumer(quick, 2), _consumer(brisk, 1), _consumer(heavy, heavy_threads)]

    def start(self) -> None:
        stopping.clear()
        for consumer in self.consumers:
            consumer.start()

    def stop(self) -> None:
        stopping.set()
        for consumer in self.consumers:
            consumer.stop(graceful=True)


def _consumer(queue: Huey, threads: int) -> Any:
    return _Consumer(queue, workers=threads, worker_type="thread", initial_delay=0.05, backoff=1.3, max_delay=0.5,
                     check_worker_health=False)  # fmt: skip


def stop_on_signals() -> threading.Event:
    """An event that SIGINT and SIGTERM set; for a process that is only a worker."""
    asked = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: asked.set())
    return asked
