"""Pages of accounts that are our own; the others are allauth's."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import SignupView
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from enchanted.accounts import actions, queries
from enchanted.accounts.adapter import note_failure
from enchanted.accounts.forms import OwnerForm
from enchanted.core import attempts, clock
from enchanted.core.errors import Invalid, NotAllowed
from enchanted.core.http import client_address

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
