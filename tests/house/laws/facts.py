"""Facts are plain and frozen, and each has somebody who hears it."""

from __future__ import annotations

import pkgutil
import typing
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from importlib import import_module
from types import ModuleType
from typing import Any

import enchanted
from enchanted.core.facts import Fact, Listener, Way

PLAIN = (int, str, bool, float, type(None))
BESIDE_EVENTS = ("enchanted.core.mail",)


def fact_modules() -> list[ModuleType]:
    """Every module where facts are defined."""
    names = [
        found.name
        for found in pkgutil.walk_packages(enchanted.__path__, "enchanted.", onerror=lambda name: None)
        if found.name.endswith(".events")
    ]
    return [import_module(name) for name in (*names, *BESIDE_EVENTS)]


def facts_in(module: ModuleType) -> list[type[Fact]]:
    """The facts a module defines itself."""
    return [
        value for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Fact) and value.__module__ == module.__name__
    ]  # fmt: skip


def unheard(facts: Iterable[type[Fact]], rows: Mapping[type[Fact], list[tuple[Way, Listener]]]) -> list[str]:
    """Facts without a row in the wiring."""
    return [fact.__name__ for fact in facts if not rows.get(fact)]


def unfit(fact: type[Any]) -> list[str]:
    """What keeps a fact from lying in the outbox as it is."""
    if not is_dataclass(fact):
        return [f"{fact.__name__} is no dataclass"]
    found = [] if getattr(fact, "__dataclass_params__").frozen else [f"{fact.__name__} is not frozen"]  # noqa: B009
    hints = typing.get_type_hints(fact)
    return found + [
        f"{fact.__name__}.{field.name} is not plain" for field in fields(fact) if not _plain(hints[field.name])
    ]


def astray(listener: Listener) -> bool:
    """Whether a listener can't be found again under the name the outbox keeps of it."""
    try:
        return getattr(import_module(listener.__module__), listener.__qualname__) is not listener
    except (ImportError, AttributeError):
        return True


def _plain(kind: Any) -> bool:
    if kind in PLAIN:
        return True
    parts = [part for part in typing.get_args(kind) if part is not ...]
    return bool(parts) and typing.get_origin(kind) not in (dict, set) and all(_plain(part) for part in parts)
