"""Opens the whole house: pages, jobs and sockets, in one process beside the server's supervisor."""

from __future__ import annotations

import argparse
import os

EXAMPLE = "PORT=9000 enchanted run --no-demo"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-demo", action="store_true", help="start an empty house, without the demo films")


def run(options: argparse.Namespace) -> int:
    os.environ["ENCHANTED_INSIDE"] = "1"
    from enchanted.config.commands import server

    return server.serve(demo=not options.no_demo)
