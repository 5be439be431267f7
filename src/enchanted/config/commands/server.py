"""Starts the web server. The supervisor loads the house once, and the server processes are forked from it."""

from __future__ import annotations

import errno
import socket
import subprocess
import sys
from pathlib import Path

from enchanted.config.commands.django import setup
from enchanted.config.env import Env, env
from enchanted.core.errors import Conflict

BACKLOG = 2048
KILL_AFTER_SECONDS = 10


def serve(*, demo: bool) -> int:
    """Serve until a signal ends it.

    Errors: Conflict when the port is taken.
    """
    from enchanted.config import env as env_module

    env_module.env.cache_clear()
    house = env()
    _port_is_free(house)
    setup()
    _static_files()
    _greet(house)
    helper = _make_demo(house) if demo else None
    from django.db import connections

    connections.close_all()
    try:
        _granian(house).serve()
    finally:
        if helper and helper.poll() is None:
            helper.terminate()
    return 0


def _granian(house: Env):  # type: ignore[no-untyped-def]
    from granian import Granian
    from granian.constants import Interfaces, Loops
    from granian.log import LogLevels

    return Granian(
        "enchanted.config.asgi:application",
        address=house.host,
        port=house.port,
        interface=Interfaces.ASGI,
        workers=house.web_workers,
        loop=Loops.uvloop if sys.platform != "win32" else Loops.asyncio,
        backlog=BACKLOG,
        log_level=LogLevels.warning,
        log_access=False,
        workers_kill_timeout=KILL_AFTER_SECONDS,
        respawn_failed_workers=True,
    )


def _port_is_free(house: Env) -> None:
    """The server shares its port silently with whoever listens there already, so it is asked first."""
    kind = socket.AF_INET6 if ":" in house.host else socket.AF_INET
    with socket.socket(kind, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((house.host.strip("[]"), house.port))
        except OSError as fault:
            if fault.errno == errno.EADDRINUSE:
                words = f"Port {house.port} is taken. Is the house open already? Set PORT to another one."
            elif fault.errno == errno.EACCES:
                words = f"Port {house.port} needs rights this account lacks. Set PORT to one above 1023."
            else:
                words = f"HOST is {house.host!r}, where this machine can't listen: {fault.strerror}."
            raise Conflict(words) from None


def _static_files() -> None:
    """Collected by the set-up; an installed package does it at its first start."""
    from django.conf import settings
    from django.core.management import call_command

    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        print("Gathering styles and scripts …", file=sys.stderr)
        call_command("collectstatic", verbosity=0, interactive=False)


def _greet(house: Env) -> None:
    from enchanted.accounts.actions import make_owner_code
    from enchanted.core import clock

    print(f"Enchanted is open at {house.enchanted_url}", flush=True)
    code = make_owner_code(clock.now())
    if code:
        print(f"This house has no owner yet. Claim it at {house.enchanted_url}/accounts/owner/ with the one-time "
              f"code {code}", flush=True)  # fmt: skip


def _make_demo(house: Env) -> subprocess.Popen[bytes] | None:
    """The demo films are made beside the open house, so that its pages are there at once."""
    from enchanted.config.commands.demo import is_made

    if is_made(house.enchanted_home):
        return None
    print("Making the demo films; they appear in the house one by one.", flush=True)
    return subprocess.Popen([sys.executable, "-m", "enchanted", "demo", "--quiet"])
