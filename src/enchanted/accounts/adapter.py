"""Where allauth asks the house: how an account is found and made, what a wrong password costs."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, ClassVar
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from enchanted.accounts import actions, logic, queries
from enchanted.accounts.models import User
from enchanted.core import attempts, clock
from enchanted.core.http import client_address

HOUSE_SITE = SimpleNamespace(name="Enchanted", domain=urlsplit(settings.ENV.enchanted_url).netloc)
WRONG_CODE = _("This code is not right. It may have run out: take the newest one.")
LANGUAGE_KEY = "account_language"
MISMATCH = _("This name and this password don't belong together.")


class HouseBackend(AuthenticationBackend):
    """Finds people by name or mailbox, and checks one password for each try, known name or not."""

    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> Any:
        login = credentials.get("username") or credentials.get("email") or ""
        return self._check_password(queries.user_by_login(login), credentials["password"])


class HouseAdapter(DefaultAccountAdapter):
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": MISMATCH,
        "email_password_mismatch": MISMATCH,
        "username_taken": actions.NAME_TAKEN,
        "email_taken": actions.MAILBOX_TAKEN,
    }

    def clean_username(self, username: str, shallow: bool = False) -> str:
        logic.check_name(username)
        if not shallow and queries.name_is_taken(username):
            raise self.validation_error("username_taken")
        return username

    def save_user(self, request: HttpRequest, user: Any, form: BaseForm, commit: bool = True) -> User:
        given = form.cleaned_data
        return actions.create_account(
            name=given["username"],
            password=given["password1"],
            mailbox=given.get("email"),
            telephone=given.get("telephone"),
            gender=given.get("gender") or "",
            at=clock.now(),
        )

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Letters are from the house by its name, not from the host a request came by."""
        super().send_mail(template_prefix, email, {"current_site": HOUSE_SITE, **context})

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """No try is refused: the right password is let in at any time."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        user = super().authenticate(request, **credentials)
        if user:
            attempts.clear(_login(credentials), client_address(request))
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        note_failure(request, _login(credentials))

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request) or "::"


class SecondStepAdapter(DefaultMFAAdapter):
    """What apps, keys and passkeys are told about the house, and what they are called in it."""

    error_messages: ClassVar[dict[str, Any]] = {**DefaultMFAAdapter.error_messages, "incorrect_code": WRONG_CODE}

    def get_totp_label(self, user: Any) -> str:
        return str(user.name)

    def _get_user_identifier(self, user: Any) -> str:
        return str(user.name)

    def _get_site_name(self) -> str:
        return str(HOUSE_SITE.name)

    def build_totp_svg(self, url: str) -> str:
        return logic.drawn_code(url)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return logic.device_words(allauth_context.request.headers.get("User-Agent", ""))


def note_failure(request: HttpRequest, name: str) -> None:
    """Count a wrong secret; `accounts.middleware.WrongPasswords` makes the answer wait.

    Errors: ValidationError with words, past the bound.
    """
    failed = attempts.note_failure(name, client_address(request))
    request.failed_attempts = failed  # type: ignore[attr-defined]
    wait = logic.retry_after(failed)
    if wait:
        raise ValidationError(
            _("Too many wrong tries. Wait %(seconds)s seconds. The right password lets you in at once."),
            code="too_many",
            params={"seconds": wait},
        )


def password_replaced(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Heard when an account got another password: every other browser is signed out."""
    here = request.user.is_authenticated and request.user.pk == user.pk
    actions.end_sessions(user_id=user.pk, kept=(request.session.session_key or "") if here else "")


def come_in(sender: Any, user: User, **kwargs: Any) -> None:
    """Heard when someone signed in."""
    actions.come_online(user_id=user.pk)
    session = getattr(kwargs.get("request"), "session", None)
    if session is not None and user.language:
        session[LANGUAGE_KEY] = user.language


def go_out(sender: Any, user: User | None, **kwargs: Any) -> None:
    """Heard when someone signed out."""
    if user is not None:
        session = getattr(kwargs.get("request"), "session", None)
        if session is not None and session.session_key:
            actions.note_sign_out(user_id=user.pk, session_key=session.session_key)
        actions.sweep_presence(at=clock.now(), user_id=user.pk)


def _login(credentials: dict[str, Any]) -> str:
    return str(credentials.get("username") or credentials.get("email") or "")
