"""App passwords: made, revoked, and used by programs that know only a name and a password."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enchanted.accounts import queries
from enchanted.accounts.logic import APP_PASSWORD_LENGTH, hash_code, new_code, retry_after
from enchanted.accounts.models import AppPassword, User
from enchanted.core import attempts
from enchanted.core.actor import Actor
from enchanted.core.errors import Conflict, Invalid, NotAllowed, NotFound, TooMany

MOST = 25
USED_EVERY = timedelta(minutes=1)


class WrongSecret(NotAllowed):
    """Name and app password don't belong together; `failures` says how often that was so of late."""

    def __init__(self, failures: int) -> None:
        super().__init__(_("This name and this app password don't belong together."))
        self.failures = failures


def create_app_password(*, actor: Actor, name: str, at: datetime) -> tuple[AppPassword, str]:
    """A new app password; its secret is given here and never again.

    Errors: NotAllowed for a guest, Invalid without a name, Conflict when there are too many.
    """
    if actor.user_id is None:
        raise NotAllowed(_("Sign in first."))
    name = " ".join(name.split())[:60]
    if not name:
        raise Invalid(_("Say which program it is for."), {"name": _("Say which program it is for.")})
    secret = new_code(APP_PASSWORD_LENGTH).lower()
    with transaction.atomic():
        User.objects.select_for_update().get(pk=actor.user_id)
        if AppPassword.objects.filter(user_id=actor.user_id, revoked_at=None).count() >= MOST:
            raise Conflict(_("There are 25 app passwords already. Revoke one first."))
        made = AppPassword.objects.create(user_id=actor.user_id, name=name, secret_hash=hash_code(secret), made_at=at)
    return made, secret


def revoke_app_password(*, actor: Actor, password_id: int, at: datetime) -> None:
    """End one of the actor's app passwords.

    Errors: NotFound when it is none of theirs.
    """
    own = AppPassword.objects.filter(pk=password_id, user_id=actor.user_id or 0)
    if not own.filter(revoked_at=None).update(revoked_at=at) and not own.exists():
        raise NotFound(_("There is no such app password."))


def sign_in_program(*, login: str, secret: str, address: str, at: datetime) -> User:
    """The person a program speaks for. The right secret is let in at once, however many wrong ones came before.

    Errors: WrongSecret (the face lets `logic.answer_delay` pass first), TooMany past the bound.
    """
    found = queries.app_password_of(login, secret)
    if found is None:
        failures = attempts.note_failure(login, address)
        wait = retry_after(failures)
        if wait:
            raise TooMany(_("Too many wrong tries. Wait a little."), retry_after=wait)
        raise WrongSecret(failures)
    attempts.clear(login, address)
    stale = Q(used_at=None) | Q(used_at__lt=at - USED_EVERY)
    AppPassword.objects.filter(stale, pk=found.pk).update(used_at=at)
    return found.user
