"""Who runs the house: the owner code, roles, staff accounts."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import gettext as _

from enchanted.accounts import queries
from enchanted.accounts.actions.people import create_account, guard_owners, require_manager, set_password
from enchanted.accounts.logic import hash_code, new_code, same_code
from enchanted.accounts.models import OwnerCode, User
from enchanted.accounts.rules import ROLES
from enchanted.core.actor import HOUSE, Actor
from enchanted.core.errors import Conflict, Invalid, NotAllowed

EDITED_APPS = ("catalogue", "media")


def make_owner_code(at: datetime) -> str | None:
    """The code with which the first owner comes in; an earlier one ends. None when the house has an owner."""
    with transaction.atomic():
        guard_owners()
        if queries.owner_exists():
            return None
        code = new_code()
        OwnerCode.objects.update_or_create(only=True, defaults={"code_hash": hash_code(code), "made_at": at})
    return code


def claim_house(*, code: str, name: str, password: str, at: datetime) -> User:
    """Make the first owner's account for whoever has the owner code. The code ends with it.

    Errors: Conflict when there is an owner, NotAllowed for a wrong code, Invalid for a name or password.
    """
    with transaction.atomic():
        guard_owners()
        if queries.owner_exists():
            raise Conflict(_("This house has an owner."))
        kept = OwnerCode.objects.first()
        if not same_code(code, kept.code_hash if kept else ""):
            raise NotAllowed(_("This is not the owner code. It was printed when the house started."))
        user = create_account(name=name, password=password, at=at)
        appoint(actor=HOUSE, user=user, role="owner")
    return user


def create_staff(*, actor: Actor, name: str, password: str, role: str, at: datetime) -> User:
    """Make an account with a staff role, or give an existing one the role (and the password, where one is given).

    Errors: NotAllowed, Invalid for a role, name or password, Conflict for a locked account.
    """
    require_manager(actor)
    _require_role(role)
    with transaction.atomic():
        guard_owners()
        user = queries.user_by_name(name)
        if user is None:
            user = create_account(name=name, password=password, at=at)
        elif password:
            set_password(user, password)
        appoint(actor=actor, user=user, role=role)
    return user


def appoint(*, actor: Actor, user: User, role: str) -> None:
    """Give an account a staff role. The owner code ends with the first owner.

    Errors: NotAllowed, Invalid for a role there isn't, Conflict for a locked account.
    """
    require_manager(actor)
    _require_role(role)
    with transaction.atomic():
        guard_owners()
        if User.objects.filter(pk=user.pk, locked=True).exists():
            raise Conflict(_("The account %(name)s is locked. Unlock it first.") % {"name": user.name})
        user.groups.add(_group(role))
        if role == "owner":
            OwnerCode.objects.all().delete()
        _keep_flags(user)


def dismiss(*, actor: Actor, user: User, role: str) -> None:
    """Take a staff role away.

    Errors: NotAllowed, Invalid for a role there isn't, Conflict when the house would be left without an owner.
    """
    require_manager(actor)
    _require_role(role)
    with transaction.atomic():
        guard_owners()
        was_owned = queries.owner_exists()
        user.groups.remove(*Group.objects.filter(name=role))
        if was_owned and not queries.owner_exists():
            raise Conflict(_("This is the last owner. Appoint another one first."))
        _keep_flags(user)


def _keep_flags(user: User) -> None:
    """What Django's own back office asks of an account follows from its roles."""
    roles = set(user.groups.values_list("name", flat=True))
    user.is_superuser = "owner" in roles
    user.is_staff = bool(roles)
    user.save(update_fields=["is_superuser", "is_staff"])


def _group(role: str) -> Group:
    group, _made = Group.objects.get_or_create(name=role)
    if role == "editor":
        group.permissions.set(Permission.objects.filter(content_type__app_label__in=EDITED_APPS))
    return group


def _require_role(role: str) -> None:
    if role not in ROLES:
        raise Invalid(_("There is no role %(role)s. There are: %(roles)s.") % {"role": role, "roles": ", ".join(ROLES)})
