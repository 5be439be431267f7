"""What happens to media files and encodes."""

from __future__ import annotations

from dataclasses import dataclass

from enchanted.core.facts import Fact


@dataclass(frozen=True)
class EncodeQueued(Fact):
    """An encode waits for a worker."""

    encode_id: int


@dataclass(frozen=True)
class EncodeAdvanced(Fact):
    """An encode's row changed: it began, went on, ended or failed."""

    encode_id: int
    movie_id: int


@dataclass(frozen=True)
class ViewingYielded(Fact):
    """A screen lost its place to another one of the same account."""

    viewing_id: int
