"""Who may do what with accounts."""

from __future__ import annotations

from enchanted.accounts.models import User
from enchanted.core.actor import Actor

ROLES = ("owner", "editor")
"""The staff roles there are. Others come with the features they serve."""


def may_manage_accounts(actor: Actor) -> bool:
    """See everyone's account, lock it, give it a role."""
    return actor.has_role("owner")


def may_lock(actor: Actor, user: User) -> bool:
    """Nobody locks themselves out."""
    return may_manage_accounts(actor) and user.pk != actor.user_id
