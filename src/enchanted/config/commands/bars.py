"""Progress bars for commands: done, rate, time left."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sized
from functools import partial
from typing import TypeVar

Item = TypeVar("Item")
Say = Callable[[str], None]


def track(
    items: Iterable[Item],
    title: str,
    *,
    quiet: bool = False,
    total: int | None = None,
    weigh: Callable[[Item], int] | None = None,
    count: Callable[[Item], int] | None = None,
) -> Iterator[tuple[Item, Say]]:
    """Each item, and a way to print a line above the bar.

    `weigh` says how far an item fills the bar, `count` how many units it is told as; both are 1 where not given.
    `total` is the sum of all weights, needed where `items` has no length.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True, highlight=False, markup=False)
    whole = len(items) if total is None and isinstance(items, Sized) else total
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[told]}"), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=quiet or not sys.stderr.isatty()) as progress:
        task = progress.add_task(title, total=whole, told="")
        began, done = time.monotonic(), 0
        for item in items:
            yield item, partial(console.print, soft_wrap=True)
            done += count(item) if count else 1
            of = "" if total is not None else f"/{whole:,}"
            rate = done / max(0.001, time.monotonic() - began)
            progress.update(task, advance=weigh(item) if weigh else 1, told=f"{done:,}{of}  {rate:,.1f}/s")
