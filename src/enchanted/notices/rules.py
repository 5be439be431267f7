"""Who may do what with notices."""

from __future__ import annotations

from enchanted.core.actor import Actor


def may_publish(actor: Actor) -> bool:
    """Write notices, change them, take them back."""
    return actor.has_role("editor")


def may_keep_reading(actor: Actor) -> bool:
    """What a guest has read stays in their browser."""
    return actor.user_id is not None
