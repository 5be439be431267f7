"""Passwords are hashed at the least cost: these tests hash hundreds."""

from __future__ import annotations

from collections.abc import Iterator
from unittest import mock

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

from tests import cast


@pytest.fixture(autouse=True)
def cheap_hashes() -> Iterator[None]:
    with mock.patch.multiple(Argon2PasswordHasher, time_cost=1, memory_cost=8, parallelism=1):
        cast._hashed.cache_clear()
        yield
    cast._hashed.cache_clear()
