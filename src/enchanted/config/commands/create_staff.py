"""Makes a staff account, or gives an account a role."""

from __future__ import annotations

import argparse
import sys
from getpass import getpass

EXAMPLE = "echo 'a long password' | enchanted create-staff Ada --role owner"
ROLES = ("owner", "editor")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="the account's name; made when there is none")
    parser.add_argument("--role", required=True, metavar="ROLE", help=f"one of: {', '.join(ROLES)}")


def run(options: argparse.Namespace) -> int:
    password = _password()
    from enchanted.config.commands.django import setup

    setup()
    from enchanted.accounts import actions, queries
    from enchanted.core import clock
    from enchanted.core.actor import HOUSE
    from enchanted.core.errors import Invalid

    known = queries.user_by_name(options.name) is not None
    if not password and not known:
        raise Invalid("Give a password on standard input, or type it when asked. Nothing was changed.")
    try:
        user = actions.create_staff(
            actor=HOUSE, name=options.name, password=password, role=options.role, at=clock.now()
        )
    except Invalid as refusal:
        raise Invalid(_words(refusal)) from None
    print(f"{user.name} is now {options.role} of the house." + (" The account was there already." if known else ""))
    return 0


def _password() -> str:
    """The first line of standard input, or what is typed twice at a terminal; empty when there is none."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass("Password (empty to leave an account's own): ")
    if password and getpass("Once more: ") != password:
        from enchanted.core.errors import Invalid

        raise Invalid("The two passwords are not the same. Nothing was changed.")
    return password


def _words(refusal: object) -> str:
    fields = getattr(refusal, "fields", {})
    return "\n".join(f"{name}: {why}" for name, why in fields.items()) or str(refusal)
