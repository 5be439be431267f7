"""Who asks. Every query and action takes one; nothing is looked up past it."""

from __future__ import annotations

from dataclasses import dataclass

STAFF_ROLES = frozenset({"owner", "editor", "moderator", "box-office"})


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, a guest or the house itself.

    `user_id` is None for guests and the house; `roles` are names of staff groups; `key` tells one guest's or
    person's signed-in browser from another (empty where there is none).
    """

    user_id: int | None = None
    name: str = ""
    roles: frozenset[str] = frozenset()
    key: str = ""
    is_house: bool = False

    @property
    def is_guest(self) -> bool:
        return self.user_id is None and not self.is_house

    @property
    def is_staff(self) -> bool:
        return self.is_house or bool(self.roles & STAFF_ROLES)

    def has_role(self, *roles: str) -> bool:
        """Whether the actor holds one of `roles`; owners and the house hold all."""
        return self.is_house or "owner" in self.roles or bool(self.roles & set(roles))


GUEST = Actor()
HOUSE = Actor(name="house", is_house=True)
