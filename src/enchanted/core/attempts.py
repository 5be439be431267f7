"""Counts wrong answers to a secret: a password, a code. Who counts how long to wait is the feature's own craft.

Counted for one name from one address, so that nobody's mistakes slow anyone else. The counts lie in the cache and are
gone `WINDOW` seconds after the first of them.
"""

from __future__ import annotations

import hashlib

from django.core.cache import cache

from enchanted.core.fields import fold

WINDOW = 5 * 60


def failures(name: str, address: str) -> int:
    """How often this name was tried wrongly from this address of late."""
    return int(cache.get(_key(name, address), 0))


def note_failure(name: str, address: str) -> int:
    """Count one more; returns how many there are now."""
    key = _key(name, address)
    cache.add(key, 0, WINDOW)
    try:
        return int(cache.incr(key))
    except ValueError:  # it ran out between the two lines
        cache.set(key, 1, WINDOW)
        return 1


def clear(name: str, address: str) -> None:
    """Forget the wrong answers: the right one was given."""
    cache.delete(_key(name, address))


def _key(name: str, address: str) -> str:
    return "attempts:" + hashlib.sha256(f"{fold(name)}\n{address}".encode(errors="replace")).hexdigest()[:40]
