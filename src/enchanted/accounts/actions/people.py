"""Accounts are made, locked and unlocked."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enchanted.accounts import queries, rules
from enchanted.accounts.actions.devices import end_sessions
from enchanted.accounts.logic import check_name, clean_mailbox, clean_telephone
from enchanted.accounts.models import User
from enchanted.core.actor import Actor
from enchanted.core.errors import Conflict, Invalid, NotAllowed

NAME_TAKEN = _("This name is taken. Choose another one.")
MAILBOX_TAKEN = _("There is an account with this mailbox.")
TELEPHONE_TAKEN = _("There is an account with this telephone number.")


def create_account(
    *,
    name: str,
    password: str,
    mailbox: str | None = None,
    telephone: str | None = None,
    gender: str = "",
    at: datetime,
) -> User:
    """A new account. Of two who ask for one name at once, one gets it.

    Errors: Invalid with `fields`, for each of them that can't be used or is taken.
    """
    user = User(name=name, mailbox=clean_mailbox(mailbox), gender=gender, created_at=at)
    faults = _faults(user, password, telephone)
    if not faults:
        user.set_password(password)
        try:
            with transaction.atomic():
                user.save(force_insert=True)
        except IntegrityError:
            faults = _taken(user)
            if not faults:
                raise
    if faults:
        raise Invalid(next(iter(faults.values())), faults)
    return user


def set_password(user: User, password: str) -> None:
    """Give an account another password; it is signed out everywhere.

    Errors: Invalid when it is too weak.
    """
    fault = _fault_of_password(user, password)
    if fault:
        raise Invalid(fault, {"password": fault})
    user.set_password(password)
    user.save(update_fields=["password"])
    end_sessions(user_id=user.pk)


def lock_accounts(*, actor: Actor, user_ids: Collection[int], at: datetime) -> int:
    """Nobody signs in to these accounts any more, and who is signed in is put out. Returns how many were locked.

    Errors: NotAllowed, Conflict when the house would be left without an owner.
    """
    require_manager(actor)
    with transaction.atomic():
        guard_owners()
        users = list(User.objects.filter(pk__in=user_ids, locked=False))
        if not all(rules.may_lock(actor, user) for user in users):
            raise NotAllowed(_("You can't lock yourself out."))
        User.objects.filter(pk__in=[user.pk for user in users]).update(locked=True, online=False)
        if users and not queries.owner_exists():
            raise Conflict(_("This is the last owner. Appoint another one first."))
        for user in users:
            end_sessions(user_id=user.pk)
    return len(users)


def unlock_accounts(*, actor: Actor, user_ids: Collection[int], at: datetime) -> int:
    """Let them in again. Returns how many were unlocked.

    Errors: NotAllowed.
    """
    require_manager(actor)
    return User.objects.filter(pk__in=user_ids, locked=True, erased_at=None).update(locked=False)


def require_manager(actor: Actor) -> None:
    if not rules.may_manage_accounts(actor):
        raise NotAllowed(_("Only an owner may do this."))


def guard_owners() -> None:
    """Others who change who owns the house wait until this transaction ends."""
    Group.objects.select_for_update().get_or_create(name="owner")


def _faults(user: User, password: str, telephone: str | None) -> dict[str, str | Promise]:
    faults: dict[str, str | Promise] = {}
    try:
        check_name(user.name)
    except ValidationError as fault:
        faults["name"] = fault.messages[0]
    try:
        user.telephone = clean_telephone(telephone)
    except ValidationError as fault:
        faults["telephone"] = fault.messages[0]
    try:
        if user.mailbox:
            validate_email(user.mailbox)
    except ValidationError as fault:
        faults["mailbox"] = fault.messages[0]
    if user.gender not in {"", *User.Gender.values}:
        faults["gender"] = _("Choose one of the list, or none.")
    weak = _fault_of_password(user, password)
    return (faults | {"password": weak} if weak else faults) or _taken(user)


def _fault_of_password(user: User, password: str) -> str:
    try:
        validate_password(password, user)
    except ValidationError as fault:
        return " ".join(fault.messages)
    return ""


def _taken(user: User) -> dict[str, str | Promise]:
    taken: dict[str, str | Promise] = {}
    if queries.name_is_taken(user.name):
        taken["name"] = NAME_TAKEN
    if user.mailbox and queries.mailbox_is_taken(user.mailbox):
        taken["mailbox"] = MAILBOX_TAKEN
    if user.telephone and queries.telephone_is_taken(user.telephone):
        taken["telephone"] = TELEPHONE_TAKEN
    return taken
