"""Everything accounts write."""

from enchanted.accounts.actions.people import (
    MAILBOX_TAKEN,
    NAME_TAKEN,
    TELEPHONE_TAKEN,
    create_account,
    lock_accounts,
    set_online,
    unlock_accounts,
)
from enchanted.accounts.actions.staff import (
    appoint,
    claim_house,
    create_staff,
    dismiss,
    make_owner_code,
)

__all__ = [
    "MAILBOX_TAKEN",
    "NAME_TAKEN",
    "TELEPHONE_TAKEN",
    "appoint",
    "claim_house",
    "create_account",
    "create_staff",
    "dismiss",
    "lock_accounts",
    "make_owner_code",
    "set_online",
    "unlock_accounts",
]
