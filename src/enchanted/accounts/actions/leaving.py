"""A person takes their account away."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from enchanted.accounts import queries
from enchanted.accounts.actions.devices import end_sessions
from enchanted.accounts.actions.people import guard_owners
from enchanted.accounts.events import AccountErased
from enchanted.accounts.models import AppPassword, SignInCode, User
from enchanted.core.actor import Actor
from enchanted.core.errors import Conflict, NotAllowed
from enchanted.core.facts import announce


def erase_account(*, actor: Actor, at: datetime) -> None:
    """Sign the actor out everywhere and forget who they were. The row stays, for what must be kept without a name.

    Errors: NotAllowed for a guest, Conflict when the house would be left without an owner.
    """
    if actor.user_id is None:
        raise NotAllowed(_("Sign in first."))
    with transaction.atomic():
        guard_owners()
        user = User.objects.select_for_update().get(pk=actor.user_id)
        was_owned = queries.owner_exists()
        _strip(user, at)
        if was_owned and not queries.owner_exists():
            raise Conflict(_("This is the last owner. Appoint another one first."))
        EmailAddress.objects.filter(user=user).delete()
        Authenticator.objects.filter(user=user).delete()
        AppPassword.objects.filter(user=user).delete()
        SignInCode.objects.filter(confirmed_by=user).delete()
        end_sessions(user_id=user.pk)
        announce(AccountErased(user.pk))


def _strip(user: User, at: datetime) -> None:
    """Take from the row what names the person. No name can hold an `@`, so nobody has or gets this one."""
    user.name = f"@gone-{user.pk}"
    user.mailbox = user.telephone = user.birth_year = user.last_login = None
    user.gender = user.language = user.avatar = ""
    user.is_staff = user.is_superuser = user.online = False
    user.locked = True
    user.erased_at = at
    user.set_unusable_password()
    user.groups.clear()
    user.save()
