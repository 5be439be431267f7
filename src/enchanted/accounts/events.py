"""What happened to accounts."""

from __future__ import annotations

from dataclasses import dataclass

from enchanted.core.facts import Fact


@dataclass(frozen=True)
class AccountErased(Fact):
    """A person took their account away; its row stays without anything that names them."""

    user_id: int


@dataclass(frozen=True)
class SignInCodeAnswered(Fact):
    """Somebody said yes or no to the browser that shows this code."""

    code_id: int


@dataclass(frozen=True)
class SessionsEnded(Fact):
    """An account was signed out: of the browsers with these session keys, or of all but `kept` where `keys` is None."""

    user_id: int
    keys: list[str] | None
    kept: str = ""
