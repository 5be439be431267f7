"""Sign-in by a code that one browser shows and a signed-in one confirms."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from enchanted.accounts import queries
from enchanted.accounts.events import SignInCodeAnswered
from enchanted.accounts.logic import SIGN_IN_CODE_LENGTH, browser_mark, hash_code, new_code
from enchanted.accounts.models import SignInCode, User
from enchanted.core import attempts
from enchanted.core.actor import Actor
from enchanted.core.errors import NotAllowed, NotFound, TooMany
from enchanted.core.facts import announce

GOOD_FOR = timedelta(minutes=10)
MOST_SHOWN = 60
MOST_WRONG = 10
_SHOWN = "@sign-in-code"


def show_code(*, session_key: str, address: str, user_agent: str, at: datetime) -> str:
    """A new code for the browser with this session; an earlier one of it ends.

    Errors: TooMany when an address asks for very many.
    """
    if attempts.note_failure(_SHOWN, address) > MOST_SHOWN:
        raise TooMany(_("Too many codes were asked for. Wait a little."), retry_after=60)
    code = new_code(SIGN_IN_CODE_LENGTH)
    remove_stale_codes(at=at)
    SignInCode.objects.update_or_create(
        browser=browser_mark(session_key),
        defaults={
            "code_hash": hash_code(code), "address": address[:45], "user_agent": user_agent[:200],
            "ends_at": at + GOOD_FOR, "confirmed_by": None, "refused": False,
        },
    )  # fmt: skip
    return code


def answer_code(*, actor: Actor, code: str, yes: bool, at: datetime) -> None:
    """The actor lets the browser that shows `code` in as themselves, or refuses it.

    Errors: NotAllowed for a guest, NotFound for a code there isn't, TooMany after many of those.
    """
    with transaction.atomic():
        waiting = find_code(actor=actor, code=code, at=at)
        waiting.confirmed_by_id = actor.user_id if yes else None
        waiting.refused = not yes
        waiting.save(update_fields=["confirmed_by", "refused"])
        announce(SignInCodeAnswered(waiting.pk))


def find_code(*, actor: Actor, code: str, at: datetime) -> SignInCode:
    """The browser that shows `code` and waits. Wrong codes are counted for the actor.

    Errors: NotAllowed for a guest, NotFound, TooMany.
    """
    if actor.user_id is None:
        raise NotAllowed(_("Sign in first."))
    counted = f"@sign-in-code:{actor.user_id}"
    if attempts.failures(counted, "") >= MOST_WRONG:
        raise TooMany(_("Too many wrong codes. Wait five minutes."), retry_after=attempts.WINDOW)
    waiting = queries.waiting_code(hash_code(code), at)
    if waiting is None:
        attempts.note_failure(counted, "")
        raise NotFound(_("No device shows this code. It may have run out: look at the newest one."))
    return waiting


def take_code(*, session_key: str, at: datetime) -> User:
    """Whom the browser that waited is let in as. The code ends with it.

    Errors: NotAllowed when nobody confirmed it, or not in time.
    """
    with transaction.atomic():
        shown = SignInCode.objects.select_for_update().filter(browser=browser_mark(session_key)).first()
        user = shown.confirmed_by if shown and shown.ends_at > at else None
        if shown is None or user is None or user.locked:
            raise NotAllowed(_("Nobody has confirmed this code yet."))
        shown.delete()
    return user


def remove_stale_codes(*, at: datetime) -> int:
    """Forget codes that ran out. Returns how many."""
    return SignInCode.objects.filter(ends_at__lte=at).delete()[0]
