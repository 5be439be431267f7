"""Your data: taken home as a file, or taken away for good."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from enchanted.accounts import actions, queries
from enchanted.accounts.adapter import note_failure
from enchanted.accounts.forms import EraseForm
from enchanted.accounts.queries import takeout
from enchanted.core import clock
from enchanted.core.errors import Conflict
from enchanted.core.http import requester


@login_required
@require_GET
@never_cache
def own_data(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/data.html", {"form": EraseForm()})


@login_required
@require_GET
@never_cache
@reauthentication_required
def export(request: HttpRequest) -> HttpResponseBase:
    """Everything the house holds of the person, as a zip."""
    packed = takeout.pack(queries.person(requester(request)))
    return FileResponse(packed, as_attachment=True, filename="enchanted.zip", content_type="application/zip")


@login_required
@require_POST
@never_cache
@sensitive_post_parameters("password")
def erase(request: HttpRequest) -> HttpResponse:
    """The account is taken away, when the password is right."""
    actor = requester(request)
    form = EraseForm(request.POST)
    if not form.is_valid() or not _is_right(request, form):
        return render(request, "accounts/data.html", {"form": form})
    try:
        actions.erase_account(actor=actor, at=clock.now())
    except Conflict as refusal:
        form.add_error(None, str(refusal))
        return render(request, "accounts/data.html", {"form": form})
    logout(request)
    messages.success(request, _("Your account is gone. Thank you for having been here."))
    return redirect("home")


def _is_right(request: HttpRequest, form: EraseForm) -> bool:
    """Whether the password is the account's; a wrong one is counted like one at the door."""
    user = queries.person(requester(request))
    if user.check_password(form.cleaned_data["password"]):
        return True
    form.add_error("password", _("This is not your password."))
    try:
        note_failure(request, user.name)
    except ValidationError as too_many:
        form.add_error("password", too_many)
    return False
