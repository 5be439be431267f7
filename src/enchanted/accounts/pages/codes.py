"""Sign-in by a code: the page that shows it and waits, and the page on which a signed-in person confirms it."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from enchanted.accounts import actions
from enchanted.accounts.forms import CodeForm
from enchanted.accounts.logic import device_words, drawn_code
from enchanted.core import clock
from enchanted.core.errors import NotAllowed, NotFound
from enchanted.core.http import client_address, requester


@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Shows a code and waits; posted to by itself when somebody said yes."""
    if not requester(request).is_guest:
        return redirect("account_confirm_code")
    return _come_in(request) if request.method == "POST" else _show(request)


def _show(request: HttpRequest) -> HttpResponse:
    if not request.session.session_key:
        request.session.save()
    shown = actions.show_code(
        session_key=request.session.session_key or "", address=client_address(request),
        user_agent=request.headers.get("User-Agent", ""), at=clock.now(),
    )  # fmt: skip
    address = f"{settings.ENV.enchanted_url.rstrip('/')}{reverse('account_confirm_code')}"
    drawn = mark_safe(drawn_code(f"{address}?code={shown}"))  # noqa: S308 - drawn here, from our own address
    return render(
        request, "accounts/code.html", {"code": shown, "address": address.partition("://")[2], "drawn": drawn}
    )


def _come_in(request: HttpRequest) -> HttpResponse:
    try:
        user = actions.take_code(session_key=request.session.session_key or "", at=clock.now())
    except NotAllowed as refusal:
        messages.warning(request, str(refusal))
        return redirect("account_code")
    get_adapter(request).login(request, user)
    return redirect("home")


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def confirm_code(request: HttpRequest) -> HttpResponse:
    """First the code, then which device asks, then yes or no."""
    given = request.POST if request.method == "POST" else request.GET
    form = CodeForm(given if "code" in given else None)
    if not form.is_valid():
        return render(request, "accounts/code_enter.html", {"form": form})
    try:
        return _weigh(request, form.cleaned_data["code"])
    except NotFound as refusal:
        form.add_error("code", str(refusal))
        return render(request, "accounts/code_enter.html", {"form": form})


def _weigh(request: HttpRequest, shown: str) -> HttpResponse:
    """Show which device asks; on a post with an answer, give it."""
    actor, now = requester(request), clock.now()
    answer = request.POST.get("answer")
    if answer in ("yes", "no"):
        actions.answer_code(actor=actor, code=shown, yes=answer == "yes", at=now)
        messages.success(request, _("The device is signed in.") if answer == "yes" else _("The device stays outside."))
        return redirect("account_devices")
    asks = actions.find_code(actor=actor, code=shown, at=now)
    context = {"code": shown, "words": device_words(asks.user_agent), "address": asks.address}
    return render(request, "accounts/code_confirm.html", context)
