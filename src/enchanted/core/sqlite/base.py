"""Writers wait their turn in a line instead of by SQLite's busy handler, which can starve one for seconds.

A write transaction (`BEGIN IMMEDIATE`) first takes a lock of the process, then one on a file beside the database that
other processes take too. Single statements outside a transaction keep SQLite's own waiting.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections import defaultdict
from typing import Any

from django.db.backends.sqlite3 import base

_process_locks: dict[str, threading.Lock] = defaultdict(threading.Lock)


class WriteLock:
    """Held by one connection from BEGIN IMMEDIATE to COMMIT or ROLLBACK."""

    def __init__(self, database: str) -> None:
        self.path = f"{database}.write-lock"
        self.process_lock = _process_locks[self.path]
        self.descriptor: int | None = None

    def acquire(self) -> None:
        if self.descriptor is not None:
            return
        self.process_lock.acquire()
        try:
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        except OSError:
            self.process_lock.release()
            raise
        self.descriptor = descriptor

    def release(self) -> None:
        if self.descriptor is not None:
            os.close(self.descriptor)
            self.descriptor = None
            self.process_lock.release()


Django: Any = base.DatabaseWrapper


class DatabaseWrapper(Django):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._write_lock: WriteLock | None = None

    def _start_transaction_under_autocommit(self) -> None:
        name = str(self.settings_dict["NAME"])
        if self.transaction_mode == "IMMEDIATE" and not self.is_in_memory_db():
            if self._write_lock is None or self._write_lock.path != f"{name}.write-lock":
                self._write_lock = WriteLock(name)
            self._write_lock.acquire()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._release()
            raise

    def _commit(self) -> Any:
        try:
            return super()._commit()
        finally:
            self._release()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()
        finally:
            self._release()

    def _close(self) -> Any:
        try:
            return super()._close()
        finally:
            self._release()

    def _release(self) -> None:
        if self._write_lock is not None:
            self._write_lock.release()
