"""The standing cast: who appears in nearly every test, and a browser for each."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache

from django.contrib.auth.hashers import make_password
from django.test import Client
from PIL import Image

from enchanted.accounts.actions import appoint
from enchanted.accounts.models import User
from enchanted.accounts.queries import actor_of
from enchanted.core.actor import GUEST, HOUSE, Actor

PASSWORD = "correct horse battery"


@dataclass
class Person:
    """Someone who asks: as an actor, as an account (a guest has none), and as a browser."""

    actor: Actor
    user: User | None
    client: Client


def guest() -> Person:
    return Person(GUEST, None, Client())


def viewer(name: str = "Vera") -> Person:
    return _person(account(name))


def stranger(name: str = "Stran") -> Person:
    """A second viewer, for what is someone else's."""
    return _person(account(name))


def owner(name: str = "Olga") -> Person:
    return staff("owner", name)


def editor(name: str = "Edda") -> Person:
    return staff("editor", name)


def staff(role: str, name: str) -> Person:
    user = account(name)
    appoint(actor=HOUSE, user=user, role=role)
    return _person(user)


def account(name: str, *, mailbox: str | None = None, locked: bool = False) -> User:
    """An account whose password is PASSWORD, made without the cost of hashing it anew."""
    return User.objects.create(name=name, mailbox=mailbox, locked=locked, password=_hashed())


def picture(width: int = 500) -> bytes:
    """A PNG as a person might upload it."""
    out = io.BytesIO()
    Image.new("RGB", (width, width * 3 // 2), "red").save(out, "PNG")
    return out.getvalue()


def _person(user: User) -> Person:
    client = Client()
    client.force_login(user)
    return Person(actor_of(user), user, client)


@cache
def _hashed() -> str:
    return make_password(PASSWORD)
