"""The five ways the house says no. Every refusal of an action is a kind of one of them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise


class HouseError(Exception):
    """A refusal with words for the person who asked; `code` tells programs which one, where they must know."""

    status = 500
    code = ""

    def __init__(self, message: str | Promise = "") -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


class NotFound(HouseError):
    """The thing is not there, or not for this actor to know of."""

    status = 404


class NotAllowed(HouseError):
    """The actor may not do this."""

    status = 403


class Invalid(HouseError):
    """What was given can't be used; `fields` says which and why, where that is known."""

    status = 400

    def __init__(self, message: str | Promise = "", fields: Mapping[str, str | Promise] | None = None) -> None:
        super().__init__(message)
        self.fields = dict(fields or {})


class Conflict(HouseError):
    """It can't be done as things stand now."""

    status = 409


class TooMany(HouseError):
    """Too often or too much; `retry_after` is in seconds."""

    status = 429

    def __init__(self, message: str | Promise = "", retry_after: int = 5) -> None:
        super().__init__(message)
        self.retry_after = retry_after
