"""Facts, and who hears them.

A fact is a frozen dataclass of ids, named in the past tense, living in a feature's `events`. `announce` is called
inside the transaction that made it true. `config/wiring` says who hears it, in one of three ways:

- now: in the same transaction; a failure undoes all
- later: a row of the outbox in the same transaction, carried out by the worker, never lost
- push: after commit, fleeting, each listener safe from the others' faults
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import partial
from typing import Any

from django.db import transaction

log = logging.getLogger(__name__)


class Way(StrEnum):
    NOW = "now"
    LATER = "later"
    PUSH = "push"


class Fact:
    """Base of every fact."""


Listener = Callable[[Any], object]


@dataclass
class Switchboard:
    """Which listener hears which fact, and how. Filled once, by config/wiring."""

    rows: dict[type[Fact], list[tuple[Way, Listener]]] = field(default_factory=dict)
    by_name: dict[str, tuple[type[Fact], Listener]] = field(default_factory=dict)
    pushes: set[str] = field(default_factory=set)

    def connect(self, fact: type[Fact], way: Way, listener: Listener) -> None:
        self.rows.setdefault(fact, []).append((way, listener))
        self.by_name[row_name(fact, listener)] = (fact, listener)
        if way is Way.PUSH:
            self.pushes.add(row_name(fact, listener))


switchboard = Switchboard()


def row_name(fact: type[Fact], listener: Listener) -> str:
    """The name of a wiring row, as the outbox keeps it."""
    return f"{fact.__module__}.{fact.__qualname__}>{listener.__module__}.{listener.__qualname__}"


def announce(fact: Fact) -> None:
    """Tell everyone wired to `fact`. Call it inside the transaction that made the fact true."""
    from enchanted.core import outbox, relay

    for way, listener in switchboard.rows.get(type(fact), []):
        if way is Way.NOW:
            listener(fact)
        elif way is Way.LATER or not relay.reaches_the_house():
            outbox.keep(row_name(type(fact), listener), asdict(fact))  # type: ignore[call-overload]
        else:
            transaction.on_commit(partial(_push, listener, fact), robust=True)


def _push(listener: Listener, fact: Fact) -> None:
    try:
        listener(fact)
    except Exception:
        log.exception("A push listener failed for %s", type(fact).__name__)
