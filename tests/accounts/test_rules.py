"""Who may do what with accounts."""

from __future__ import annotations

import pytest

from enchanted.accounts import rules
from enchanted.accounts.models import User
from enchanted.core.actor import GUEST, HOUSE, Actor

OWNER = Actor(1, "Olga", frozenset({"owner"}))
EDITOR = Actor(2, "Edda", frozenset({"editor"}))
VIEWER = Actor(3, "Vera")


@pytest.mark.parametrize(
    ("actor", "may"), [(OWNER, True), (HOUSE, True), (EDITOR, False), (VIEWER, False), (GUEST, False)]
)
def test_owners_manage_accounts(actor: Actor, may: bool) -> None:
    assert rules.may_manage_accounts(actor) is may
    assert rules.may_lock(actor, User(pk=9)) is may


def test_nobody_locks_themselves() -> None:
    assert not rules.may_lock(OWNER, User(pk=1))
