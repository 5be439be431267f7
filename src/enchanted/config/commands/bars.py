"""Progress bars for commands: done, rate, time left."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")
Say = Callable[[str], None]


def track(
    items: Sequence[Item], title: str, *, quiet: bool = False, weigh: Callable[[Item], int] | None = None
) -> Iterator[tuple[Item, Say]]:
    """Each item, and a way to print a line above the bar. `weigh` says how many units an item counts for."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True, highlight=False, markup=False)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"),
               TimeRemainingColumn())  # fmt: skip
    with Progress(*columns, console=console, disable=quiet or not sys.stderr.isatty()) as progress:
        size = weigh or (lambda _item: 1)
        task = progress.add_task(title, total=sum(map(size, items)), rate="")
        for item in items:
            yield item, console.print
            progress.advance(task, size(item))
            speed = progress.tasks[task].speed
            progress.update(task, rate=f"{speed:,.1f}/s" if speed else "")
