"""Carries out jobs, beside `enchanted web` or on another machine."""

from __future__ import annotations

import argparse

EXAMPLE = "ENCODE_WORKERS=2 enchanted worker"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--until-idle", action="store_true", help="stop when no encode runs or waits")


def run(options: argparse.Namespace) -> int:
    from enchanted.config.commands.django import setup

    setup()
    from enchanted.config import workshop
    from enchanted.config.commands.queue import follow
    from enchanted.core import jobs

    asked_to_stop = jobs.stop_on_signals()
    print("The worker is ready; Ctrl-C ends it, and running encodes go on later.", flush=True)
    workers = workshop.open_workshop()
    try:
        follow(asked_to_stop, until_idle=options.until_idle)
    finally:
        workers.stop()
    return 0
