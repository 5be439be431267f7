"""What every test stands on: a database in a file, storage of its own, an empty cache."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Threads of a test share a SQLite file, as in a house; other databases keep Django's own test name."""
    from django.conf import settings

    if not settings.DATABASES["default"]["ENGINE"].endswith("sqlite"):
        settings.DATABASES["default"]["CONN_MAX_AGE"] = 0  # a thread's connection ends with its work
    else:
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(
            tmp_path_factory.mktemp("database") / "test.db"
        )


@pytest.fixture(autouse=True)
def own_storage(settings: Any, tmp_path: Path) -> Path:
    """Each test stores below its own folder."""
    settings.HOUSE_STORAGE = tmp_path / "storage"
    return Path(settings.HOUSE_STORAGE)


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    from django.core.cache import cache

    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def quiet_queues(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test wakes a worker by accident: what must happen later is carried out where a test says so."""
    from enchanted.core import jobs

    for queue in (jobs.quick, jobs.brisk, jobs.heavy):
        monkeypatch.setattr(queue, "enqueue", lambda task: None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: a fault of the house shows first where it is easiest to read."""
    items.sort(key=lambda item: "tests/browser" in str(item.path))
