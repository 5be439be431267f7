"""Questions about accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet

from enchanted.accounts.logic import browser_mark, clean_mailbox, device_words, hash_code, name_key, telephone_meant
from enchanted.accounts.models import AppPassword, SignInCode, User
from enchanted.core import clock
from enchanted.core.actor import GUEST, Actor
from enchanted.core.errors import NotFound


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
    """The account a person means who types a name, a mailbox or a telephone number.

    No name holds an `@` or is a number (older ones may: they go first); one question is asked whatever is typed.
    """
    if "@" in login:
        return User.objects.filter(mailbox=clean_mailbox(login)).first()
    number = telephone_meant(login)
    found = User.objects.filter(
        Q(name_key=name_key(login)) | Q(telephone=number) if number else Q(name_key=name_key(login))
    )
    return next(iter(sorted(found, key=lambda user: user.telephone == number)), None)


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


@dataclass(frozen=True)
class Passkey:
    """A key of an account: `alone` when it signs in without the password."""

    id: int
    name: str
    alone: bool
    made_at: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class Locks:
    """What guards an account. `codes_left` is None without recovery codes."""

    mailbox: str
    mailbox_confirmed: bool
    app: bool
    codes_left: int | None
    passkeys: list[Passkey]


def locks_of(user_id: int) -> Locks:
    """What guards the account, for its own person to see."""
    held = list(Authenticator.objects.filter(user_id=user_id).order_by("created_at"))
    kinds = Authenticator.Type
    codes = next((one.wrap() for one in held if one.type == kinds.RECOVERY_CODES), None)
    address = EmailAddress.objects.filter(user_id=user_id).order_by("-primary", "pk").first()
    return Locks(
        mailbox=address.email if address else "",
        mailbox_confirmed=bool(address and address.verified),
        app=any(one.type == kinds.TOTP for one in held),
        codes_left=len(codes.get_unused_codes()) if codes else None,
        passkeys=[_passkey(one) for one in held if one.type == kinds.WEBAUTHN],
    )


def _passkey(one: Any) -> Passkey:
    key = one.wrap()
    return Passkey(one.pk, key.name, bool(key.is_passwordless), one.created_at, one.last_used_at)


@dataclass(frozen=True)
class Device:
    """A browser that is signed in."""

    id: int
    words: str
    address: str
    began_at: datetime
    seen_at: datetime
    is_this: bool


def devices_of(actor: Actor) -> list[Device]:
    """Where the actor is signed in: this browser first, then those last seen first."""
    rows = list(UserSession.objects.filter(user_id=actor.user_id))
    keys = [row.session_key for row in rows]
    alive = set(
        Session.objects.filter(session_key__in=keys, expire_date__gt=clock.now()).values_list("session_key", flat=True)
    )
    devices = [_device(row, actor) for row in rows if row.session_key in alive]
    return sorted(devices, key=lambda device: (device.is_this, device.seen_at), reverse=True)


def _device(row: Any, actor: Actor) -> Device:
    address = "" if str(row.ip) == "::" else str(row.ip)
    is_this = row.session_key == actor.key
    return Device(row.pk, device_words(row.user_agent), address, row.created_at, row.last_seen_at, is_this)


def app_passwords_of(actor: Actor) -> QuerySet[AppPassword]:
    """The actor's app passwords that open something, the newest first."""
    return AppPassword.objects.filter(user_id=actor.user_id or 0, revoked_at=None)


def app_password_of(login: str, secret: str) -> AppPassword | None:
    """The app password, where it is one of the person who is meant by `login`, and may come in. The work is the same
    for every answer: a secret is 120 random bits, so its hash is looked up."""
    user = user_by_login(login)
    found = AppPassword.objects.select_related("user").filter(secret_hash=hash_code(secret), revoked_at=None).first()
    meant = user.pk if user and not user.locked else 0
    return found if found and found.user_id == meant else None


def user_by_app_password(login: str, secret: str) -> User | None:
    """The person a program speaks for with a name (mailbox, telephone) and an app password."""
    found = app_password_of(login, secret)
    return found.user if found else None


def waiting_code(code_hash: str, at: datetime) -> SignInCode | None:
    """The code a browser shows that nobody answered yet."""
    return SignInCode.objects.filter(
        code_hash=code_hash, ends_at__gt=at, confirmed_by=None, refused=False
    ).first()  # fmt: skip


def code_answer(session_key: str, at: datetime) -> str:
    """What was said to the browser with this session: `confirmed`, `refused`, or empty."""
    shown = SignInCode.objects.filter(browser=browser_mark(session_key), ends_at__gt=at).first()
    return "" if shown is None else answer_words(shown)


def answer_words(shown: SignInCode) -> str:
    return "refused" if shown.refused else "confirmed" if shown.confirmed_by_id else ""


def telephone_is_anothers(number: str, user_id: int | None) -> bool:
    """Whether somebody else has this telephone number."""
    return User.objects.filter(telephone=number).exclude(pk=user_id or 0).exists()


def person(actor: Actor) -> User:
    """The actor's own account.

    Errors: NotFound for a guest.
    """
    found = User.objects.filter(pk=actor.user_id or 0).first()
    if found is None:
        raise NotFound
    return found
