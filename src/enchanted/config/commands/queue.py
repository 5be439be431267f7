"""Shows the encode queue in the terminal."""

from __future__ import annotations

import argparse
import sys
import threading
from typing import Any

EXAMPLE = "enchanted queue --follow"
LOOK_SECONDS = 1.0


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--follow", action="store_true", help="stay, with live bars, until the queue is empty")


def run(options: argparse.Namespace) -> int:
    from enchanted.config.commands.django import setup

    setup()
    from enchanted.media.queries import queue_ahead

    if options.follow:
        follow(threading.Event(), until_idle=True)
        return 0
    ahead = queue_ahead()
    for encode in ahead:
        why = f"  ({encode.shown_reason})" if encode.reason else ""
        print(
            f"{encode.get_state_display():<8} {encode.progress / 10:5.1f} %  {encode.file.movie}, {_kind(encode)}{why}"
        )
    if not ahead:
        print("No encode runs or waits.")
    return 0


def follow(asked_to_stop: threading.Event, *, until_idle: bool) -> None:
    """Draw a bar for each running encode until asked to stop, or, with `until_idle`, until the queue is empty."""
    from enchanted.media.queries import queue_ahead

    with _bars() as bars:
        shown: dict[int, Any] = {}
        while not asked_to_stop.wait(LOOK_SECONDS):
            ahead = queue_ahead()
            _draw(bars, shown, ahead)
            if until_idle and not ahead:
                return


def _bars() -> Any:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[rate]}"))
    return Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=False)


def _draw(bars: Any, shown: dict[int, Any], ahead: list[Any]) -> None:
    running = {encode.pk: encode for encode in ahead if encode.state == encode.State.RUNNING}
    for pk in [pk for pk in shown if pk not in running]:
        bars.update(shown[pk], completed=1000, rate="")
        bars.stop_task(shown.pop(pk))
    for pk, encode in running.items():
        rate = f"{encode.speed:.1f}× · {_left(encode.eta_seconds)}"
        if pk not in shown:
            shown[pk] = bars.add_task(f"{encode.file.movie}, {_kind(encode)}", total=1000, rate=rate)
            if not sys.stderr.isatty():
                print(f"Encoding {encode.file.movie}, {_kind(encode)}", flush=True)
        bars.update(shown[pk], completed=encode.progress, rate=rate)


def _kind(encode: Any) -> str:
    return str(encode.get_kind_display()).lower()


def _left(seconds: int | None) -> str:
    if seconds is None:
        return "…"
    return f"{seconds // 60}:{seconds % 60:02d} left"
