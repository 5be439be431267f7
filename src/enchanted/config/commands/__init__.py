"""`enchanted VERB …`: every command of the house.

A verb is a module here with HELP, EXAMPLE, `arguments(parser)` and `run(options) -> int`. Only the module that is
called is imported, and Django only by those that need it.
"""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from typing import Any

VERBS = {
    "run": ("run", "Open the whole house on this machine."),
    "web": ("web", "Serve the pages alone; jobs run in `enchanted worker`."),
    "worker": ("worker", "Carry out jobs: encodes, mails."),
    "import": ("import_folder", "Take a folder of films in."),
    "import-catalogue": ("import_catalogue", "Take files of film records in: CSV or JSON."),
    "export-nfo": ("export_nfo", "Write films as NFO files and pictures for other media libraries."),
    "demo": ("demo", "Make a dozen short films to look around with."),
    "queue": ("queue", "Show the encodes that run and wait."),
    "create-staff": ("create_staff", "Make a staff account, or give an account a role."),
    "doctor": ("doctor", "Say what is wrong with this house, and what to do."),
}
INTERRUPTED = 130


def main(arguments: list[str] | None = None) -> int:
    """Run one command. Returns the process's exit code: 0 done, 1 refused with words, 2 misused, 130 interrupted."""
    given = sys.argv[1:] if arguments is None else arguments
    parser = _outer_parser()
    if not given or given[0] not in VERBS:
        parser.parse_args(given or ["--help"])
        return 2
    verb: Any = import_module(f"{__name__}.{VERBS[given[0]][0]}")
    inner = argparse.ArgumentParser(
        prog=f"enchanted {given[0]}", description=VERBS[given[0]][1], epilog=f"example:\n  {verb.EXAMPLE}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    verb.arguments(inner)
    return _carry_out(verb, inner.parse_args(given[1:]))


def _carry_out(verb: Any, options: argparse.Namespace) -> int:
    from enchanted.config.env import BadSetting, env

    try:
        env()
        return int(verb.run(options))
    except BadSetting as fault:
        return _refuse(str(fault))
    except KeyboardInterrupt:
        print("\nStopped. What was done is kept; run it again to go on.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # whoever read the answer has seen enough: `enchanted queue | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as fault:
        from enchanted.core.errors import HouseError

        if isinstance(fault, HouseError):
            return _refuse(str(fault))
        raise


def _refuse(words: str) -> int:
    print(f"enchanted: {words}", file=sys.stderr)
    return 1


def _outer_parser() -> argparse.ArgumentParser:
    listed = "\n".join(f"  {name:<17} {words}" for name, (_, words) in VERBS.items())
    parser = argparse.ArgumentParser(
        prog="enchanted",
        usage="enchanted COMMAND [options]",
        description=f"Enchanted, a movie house in one install.\n\ncommands:\n{listed}",
        epilog="`enchanted COMMAND --help` tells more, with an example.\nexample:\n  enchanted import ~/films",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", choices=list(VERBS), metavar="COMMAND", help=argparse.SUPPRESS)
    return parser
