"""Says who asks: `request.actor`. Makes wrong passwords wait."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from enchanted.accounts.logic import answer_delay, retry_after
from enchanted.accounts.queries import actor_of

Respond = Callable[[HttpRequest], HttpResponse]


class ActorMiddleware:
    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of(request.user, request.session.session_key or ""))  # type: ignore[attr-defined]
        return self.get_response(request)


class WrongPasswords:
    """Answers to `request.failed_attempts` wrong secrets leave late, then as 429. The bridge waits without a thread."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        failed = getattr(request, "failed_attempts", 0)
        if failed:
            response.answer_after = answer_delay(failed)  # type: ignore[attr-defined]
        if retry_after(failed):
            response.status_code = 429
            response["Retry-After"] = str(retry_after(failed))
        return response
