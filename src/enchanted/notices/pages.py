"""The inbox, the banner of every page, and the way out of its mail."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enchanted.core import clock
from enchanted.core.http import requester
from enchanted.notices import actions, queries


@require_safe
@never_cache
def inbox(request: HttpRequest) -> HttpResponse:
    """All that is in force, and what was told to this person alone."""
    actor = requester(request)
    context: dict[str, Any] = {"inbox": queries.inbox_of(actor, clock.now())}
    if getattr(request, "htmx", False):
        return render(request, "notices/_inbox.html", context)
    context |= {"mailbox": queries.confirmed_mailbox(actor), "wants_mail": queries.wants_mail(actor)}
    return render(request, "notices/inbox.html", context)


@require_safe
@never_cache
def bar(request: HttpRequest) -> HttpResponse:
    """What the slot of every page shows."""
    return render(request, "notices/_bar.html", {"bar": queries.bar_of(requester(request), clock.now())})


@require_POST
def read_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    actions.mark_notice_read(actor=requester(request), notice_id=notice_id, at=clock.now())
    return redirect("notices")


@require_POST
def read_notification(request: HttpRequest, notification_id: int) -> HttpResponse:
    actions.mark_notification_read(actor=requester(request), notification_id=notification_id, at=clock.now())
    return redirect("notices")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    actions.mark_all_read(actor=requester(request), at=clock.now())
    return redirect("notices")


@require_POST
def choose_mail(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("mail") == "yes"
    actions.choose_mail(actor=requester(request), mail=wanted, language=get_language() or "en")
    messages.success(request, _("You get mail from now on.") if wanted else _("No more mail from now on."))
    return redirect("notices")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """The link at a mail's foot: looking changes nothing, the button does, signed in or not."""
    queries.account_of_token(token)
    if request.method == "POST":
        actions.unsubscribe(token=token)
    return render(request, "notices/unsubscribe.html", {"done": request.method == "POST"})
