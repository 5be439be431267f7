"""Writers on SQLite wait their turn: no “database is locked”, no lock left behind."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest
from django.db import connection, transaction

from enchanted.core.models import OutboxRow

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


def write(times: int, faults: list[Exception]) -> None:
    try:
        for _ in range(times):
            with transaction.atomic():
                held = OutboxRow.objects.select_for_update().get(row="counter")
                OutboxRow.objects.filter(pk=held.pk).update(attempts=held.attempts + 1)
    except Exception as fault:
        faults.append(fault)
    finally:
        connection.close()


def test_eight_threads_count_right() -> None:
    OutboxRow.objects.create(row="counter", payload={})
    faults: list[Exception] = []
    threads = [threading.Thread(target=write, args=(25, faults)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert OutboxRow.objects.get().attempts == 200


def test_a_failed_transaction_gives_the_lock_back() -> None:
    for _ in range(3):
        with pytest.raises(RuntimeError), transaction.atomic():
            OutboxRow.objects.create(row="x", payload={})
            raise RuntimeError
    done = threading.Event()

    def other() -> None:
        with transaction.atomic():
            OutboxRow.objects.create(row="y", payload={})
        connection.close()
        done.set()

    threading.Thread(target=other).start()
    assert done.wait(5)


def test_another_process_waits_for_the_lock() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has this lock")
    script = (
        "import sqlite3, sys, time, fcntl, os\n"
        "fd = os.open(sys.argv[1] + '.write-lock', os.O_RDWR | os.O_CREAT)\n"
        "fcntl.flock(fd, fcntl.LOCK_EX)\nprint('held', flush=True)\nsys.stdin.readline()\n"
    )
    name = str(connection.settings_dict["NAME"])
    with subprocess.Popen(
        [sys.executable, "-c", script, name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == "held\n"
        done = threading.Event()

        def mine() -> None:
            with transaction.atomic():
                OutboxRow.objects.create(row="z", payload={})
            connection.close()
            done.set()

        thread = threading.Thread(target=mine)
        thread.start()
        assert not done.wait(0.3)
        other.communicate("go\n")
        assert done.wait(5)
        thread.join()
