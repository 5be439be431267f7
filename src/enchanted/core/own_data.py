"""What each feature holds of one person, for them to take home. Filled once, by config/wiring."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

Collect = Callable[[int], Iterable[dict[str, Any]]]
collectors: dict[str, Collect] = {}


def register(name: str, collect: Collect) -> None:
    """`collect(user_id)` gives the rows of `<name>.json`: plain values, days and times among them."""
    collectors[name] = collect
