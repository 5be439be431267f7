"""App passwords: listed, made, revoked."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from enchanted.accounts import actions, queries
from enchanted.accounts.forms import AppPasswordForm
from enchanted.core import clock
from enchanted.core.errors import Conflict
from enchanted.core.http import requester


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
@reauthentication_required
def app_passwords(request: HttpRequest) -> HttpResponse:
    """The list; a new one's secret is shown in the answer to its making, and nowhere else."""
    actor = requester(request)
    form = AppPasswordForm(request.POST or None)
    context: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            context["made"], context["secret"] = actions.create_app_password(
                actor=actor, name=form.cleaned_data["name"], at=clock.now()
            )
            form = AppPasswordForm()
        except Conflict as refusal:
            form.add_error("name", str(refusal))
    return render(
        request, "accounts/app_passwords.html", {**context, "form": form, "held": queries.app_passwords_of(actor)}
    )


@login_required
@require_POST
def revoke_app_password(request: HttpRequest, password_id: int) -> HttpResponse:
    actions.revoke_app_password(actor=requester(request), password_id=password_id, at=clock.now())
    messages.success(request, _("The app password opens nothing any more."))
    return redirect("account_app_passwords")
