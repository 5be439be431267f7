"""Questions about accounts."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from enchanted.accounts.logic import clean_mailbox, name_key
from enchanted.accounts.models import User
from enchanted.core.actor import GUEST, Actor


def actor_of(user: Any, session_key: str = "") -> Actor:
    """The actor behind a request's user: a guest when nobody is signed in or the account is locked."""
    if not getattr(user, "is_authenticated", False) or user.locked:
        return Actor(key=session_key) if session_key else GUEST
    roles = frozenset(user.groups.values_list("name", flat=True)) if user.is_staff else frozenset()
    return Actor(user_id=user.pk, name=user.name, roles=roles, key=session_key)


def user_by_name(name: str) -> User | None:
    """The account of this name, whatever its case and width."""
    return User.objects.filter(name_key=name_key(name)).first()


def user_by_login(login: str) -> User | None:
    """The account a person means who types a name or a mailbox. No name holds an `@`."""
    if "@" in login:
        return User.objects.filter(mailbox=clean_mailbox(login)).first()
    return user_by_name(login)


def owners() -> QuerySet[User]:
    """Owners who can sign in."""
    return User.objects.filter(groups__name="owner", locked=False)


def owner_exists() -> bool:
    """Whether the house has an owner who can sign in."""
    return owners().exists()


def roles_of(user: User) -> list[str]:
    """Names of the account's staff roles."""
    return sorted(group.name for group in user.groups.all())


def name_is_taken(name: str) -> bool:
    return User.objects.filter(name_key=name_key(name)).exists()


def mailbox_is_taken(mailbox: str) -> bool:
    return User.objects.filter(mailbox=clean_mailbox(mailbox)).exists()


def telephone_is_taken(telephone: str) -> bool:
    return User.objects.filter(telephone=telephone).exists()
