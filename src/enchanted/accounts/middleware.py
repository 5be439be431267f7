"""Says who asks: `request.actor`. Makes wrong passwords wait."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from enchanted.accounts.actions import note_device
from enchanted.accounts.adapter import LANGUAGE_KEY
from enchanted.accounts.logic import answer_delay, retry_after
from enchanted.accounts.queries import actor_of
from enchanted.core import clock
from enchanted.core.http import client_address, requester

SEEN_SECONDS = 60

Respond = Callable[[HttpRequest], HttpResponse]


class ActorMiddleware:
    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of(request.user, request.session.session_key or ""))  # type: ignore[attr-defined]
        return self.get_response(request)


class AccountLanguage:
    """A page is in the language its person chose for the account, whatever the browser would rather have."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.session.get(LANGUAGE_KEY) if request.session.session_key else None
        if chosen:
            translation.activate(chosen)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)


class SeenDevices:
    """Keeps when and from where a signed-in browser was last seen, once a minute."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.session.session_key
        if key and cache.add(f"seen:{hashlib.sha256(key.encode()).hexdigest()[:32]}", 1, SEEN_SECONDS):
            actor = requester(request)
            if actor.user_id is not None:
                note_device(
                    user_id=actor.user_id, session_key=key, address=client_address(request),
                    user_agent=request.headers.get("User-Agent", ""), at=clock.now(),
                )  # fmt: skip
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
