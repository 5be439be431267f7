"""Everything accounts write."""

from enchanted.accounts.actions.codes import answer_code, find_code, remove_stale_codes, show_code, take_code
from enchanted.accounts.actions.devices import (
    end_device,
    end_other_devices,
    end_sessions,
    note_device,
    note_sign_out,
)
from enchanted.accounts.actions.leaving import erase_account
from enchanted.accounts.actions.people import (
    MAILBOX_TAKEN,
    NAME_TAKEN,
    TELEPHONE_TAKEN,
    create_account,
    lock_accounts,
    unlock_accounts,
)
from enchanted.accounts.actions.presence import come_online, note_lines, sweep_presence
from enchanted.accounts.actions.profile import change_profile, remove_avatar, set_avatar, set_language
from enchanted.accounts.actions.programs import (
    WrongSecret,
    create_app_password,
    revoke_app_password,
    sign_in_program,
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
    "WrongSecret",
    "answer_code",
    "appoint",
    "change_profile",
    "claim_house",
    "come_online",
    "create_account",
    "create_app_password",
    "create_staff",
    "dismiss",
    "end_device",
    "end_other_devices",
    "end_sessions",
    "erase_account",
    "find_code",
    "lock_accounts",
    "make_owner_code",
    "note_device",
    "note_lines",
    "note_sign_out",
    "remove_avatar",
    "remove_stale_codes",
    "revoke_app_password",
    "set_avatar",
    "set_language",
    "show_code",
    "sign_in_program",
    "sweep_presence",
    "take_code",
    "unlock_accounts",
]
