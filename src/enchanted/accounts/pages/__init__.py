"""Pages of accounts that are our own; the others are allauth's."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import SignupView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from enchanted.accounts import actions, queries
from enchanted.accounts.adapter import note_failure
from enchanted.accounts.forms import OwnerForm
from enchanted.core import attempts, clock
from enchanted.core.errors import Invalid, NotAllowed
from enchanted.core.http import client_address, requester

OWNER_CODE = "@owner-code"


class SignUp(SignupView):
    """allauth's page; a name taken between the form's look and the action's write is a fault of the form."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            answer: HttpResponse = super().form_valid(form)
        except Invalid as refusal:
            form.refuse(refusal.fields)
            answer = self.form_invalid(form)
        return answer


sign_up = SignUp.as_view()


@never_cache
@sensitive_post_parameters("password", "code")
def owner(request: HttpRequest) -> HttpResponse:
    """The first owner comes in with the code; the page is gone once the house has one."""
    if queries.owner_exists():
        raise Http404
    form = OwnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _claimed(request, form):
        return redirect("admin:index")
    return render(request, "accounts/owner.html", {"form": form})


@login_required
@require_GET
@never_cache
def security(request: HttpRequest) -> HttpResponse:
    """What guards the account, each with its own page."""
    actor = requester(request)
    context = {
        "locks": queries.locks_of(actor.user_id or 0),
        "devices": len(queries.devices_of(actor)),
        "programs": queries.app_passwords_of(actor).count(),
    }
    return render(request, "accounts/security.html", context)


@login_required
@require_GET
@never_cache
def devices(request: HttpRequest) -> HttpResponse:
    """Every browser that is signed in."""
    return render(request, "accounts/devices.html", {"devices": queries.devices_of(requester(request))})


@login_required
@require_POST
def end_device(request: HttpRequest, device_id: int) -> HttpResponse:
    actions.end_device(actor=requester(request), device_id=device_id)
    messages.success(request, _("The device is signed out."))
    return redirect("account_devices")


@login_required
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    actions.end_other_devices(actor=requester(request))
    messages.success(request, _("You are signed in here alone."))
    return redirect("account_devices")


def _claimed(request: HttpRequest, form: OwnerForm) -> bool:
    """Whether the house is now theirs, and they are signed in; else the form says why not."""
    try:
        user = actions.claim_house(**form.cleaned_data, at=clock.now())
    except Invalid as refusal:
        for field, why in refusal.fields.items():
            form.add_error(field, str(why))
        return False
    except NotAllowed as refusal:
        form.add_error("code", str(refusal))
        try:
            note_failure(request, OWNER_CODE)
        except ValidationError as too_many:
            form.add_error("code", too_many)
        return False
    attempts.clear(OWNER_CODE, client_address(request))
    get_adapter(request).login(request, user)
    return True
