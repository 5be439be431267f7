"""Profile: what people say of themselves, their picture, their language."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import i18n
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from enchanted.accounts import actions, queries
from enchanted.accounts.adapter import LANGUAGE_KEY
from enchanted.accounts.forms import PictureForm, ProfileForm
from enchanted.core import clock
from enchanted.core.errors import Invalid
from enchanted.core.http import requester
from enchanted.core.pictures import MOST_BYTES

SAID = ("telephone", "gender", "birth_year", "language")


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def profile(request: HttpRequest) -> HttpResponse:
    """What a person says of themselves, and their picture beside it."""
    user = queries.person(requester(request))
    form = ProfileForm(request.POST or None, initial={name: getattr(user, name) for name in SAID})
    if request.method == "POST" and form.is_valid() and _changed(request, form):
        messages.success(request, _("Kept."))
        return redirect("account_profile")
    return render(request, "accounts/profile.html", {"form": form, "person": user, "picture": PictureForm()})


@login_required
@require_POST
def picture(request: HttpRequest) -> HttpResponse:
    """A new picture, or none where `remove` is pressed."""
    actor = requester(request)
    if "remove" in request.POST:
        actions.remove_avatar(actor=actor)
        return redirect("account_profile")
    form = PictureForm(request.POST, request.FILES)
    try:
        if not form.is_valid():
            raise Invalid(_("Choose a picture first."))
        actions.set_avatar(actor=actor, data=form.cleaned_data["picture"].read(MOST_BYTES + 1))
    except Invalid as refusal:
        messages.error(request, str(refusal))
    return redirect("account_profile")


def set_language(request: HttpRequest) -> HttpResponse:
    """The switch at a page's foot; for who is signed in it is kept with the account."""
    response = i18n.set_language(request)
    chosen = request.POST.get("language", "")
    actor = requester(request)
    if request.method == "POST" and actor.user_id is not None and chosen in dict(settings.LANGUAGES):
        actions.set_language(actor=actor, language=chosen)
        request.session[LANGUAGE_KEY] = chosen
    return response


def _changed(request: HttpRequest, form: ProfileForm) -> bool:
    """Whether what was said is kept; else the form says why not."""
    given = form.cleaned_data
    try:
        actions.change_profile(actor=requester(request), at=clock.now(), **given)
    except Invalid as refusal:
        for field, why in refusal.fields.items():
            form.add_error(field, str(why))
        return False
    if given["language"]:
        request.session[LANGUAGE_KEY] = given["language"]
    else:
        request.session.pop(LANGUAGE_KEY, None)
    return True
