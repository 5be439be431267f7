"""Serves the pages alone."""

from __future__ import annotations

import argparse

EXAMPLE = "WEB_WORKERS=2 REDIS_URL=redis://localhost:6379 enchanted web"


def arguments(parser: argparse.ArgumentParser) -> None:
    """It takes none: settings come from the environment."""


def run(options: argparse.Namespace) -> int:
    from enchanted.config.commands import server

    return server.serve(demo=False)
