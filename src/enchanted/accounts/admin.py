"""Accounts in the back office, and its own door: our sign-in page."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account import admin as allauth_admin
from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress, EmailConfirmation
from django.contrib import admin, messages
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import RedirectView
from unfold.decorators import action, display

from enchanted.accounts import actions, queries
from enchanted.accounts.models import User
from enchanted.accounts.rules import ROLES, may_manage_accounts
from enchanted.core import clock
from enchanted.core.actor import Actor
from enchanted.core.http import requester
from enchanted.core.office import LookOnlyAdmin

People = QuerySet[User]

_REGISTERED_BY = auth_admin, allauth_admin  # imported, so that what they register is there to be taken out
admin.site.unregister([Group, EmailAddress])
if admin.site.is_registered(EmailConfirmation):
    admin.site.unregister(EmailConfirmation)
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.password_change = RedirectView.as_view(pattern_name="account_change_password")  # type: ignore[assignment]


@admin.register(User)
class UserAdmin(LookOnlyAdmin):
    """To read; its buttons lock, unlock, appoint and dismiss."""

    list_display = ("name", "mailbox", "role_list", "state", "created_at", "last_login")
    list_filter = ("locked", "online", "groups")
    search_fields = ("name", "mailbox", "telephone")
    folded_search = ("name_key", "mailbox", "telephone")
    ordering = ("name_key",)
    fields = ("name", "mailbox", "telephone", "gender", "role_list", "locked", "online", "created_at", "last_login")
    readonly_fields = ("role_list", "created_at")
    actions: ClassVar[list[str]] = [
        "lock", "unlock", *(f"{verb}_{role}" for role in ROLES for verb in ("appoint", "dismiss"))
    ]  # fmt: skip

    def may_use(self, actor: Actor) -> bool:
        return may_manage_accounts(actor)

    def get_queryset(self, request: HttpRequest) -> People:
        return super().get_queryset(request).defer("password").prefetch_related("groups")  # type: ignore[no-any-return]

    @display(description=_("roles"))
    def role_list(self, user: User) -> str:
        return ", ".join(gettext(role) for role in queries.roles_of(user)) or "–"

    @display(description=_("state"), label={"locked": "danger", "online": "success", "away": "info"})
    def state(self, user: User) -> tuple[str, Any]:
        if user.locked:
            return "locked", _("Locked")
        return ("online", _("In the house")) if user.online else ("away", _("Away"))

    @action(description=_("Lock"))
    def lock(self, request: HttpRequest, queryset: People) -> None:
        self._said(request, actions.lock_accounts(actor=requester(request), user_ids=_ids(queryset), at=clock.now()))

    @action(description=_("Unlock"))
    def unlock(self, request: HttpRequest, queryset: People) -> None:
        self._said(request, actions.unlock_accounts(actor=requester(request), user_ids=_ids(queryset), at=clock.now()))

    @action(description=_("Make owner"))
    def appoint_owner(self, request: HttpRequest, queryset: People) -> None:
        self._appoint(request, queryset, "owner")

    @action(description=_("No longer owner"))
    def dismiss_owner(self, request: HttpRequest, queryset: People) -> None:
        self._dismiss(request, queryset, "owner")

    @action(description=_("Make editor"))
    def appoint_editor(self, request: HttpRequest, queryset: People) -> None:
        self._appoint(request, queryset, "editor")

    @action(description=_("No longer editor"))
    def dismiss_editor(self, request: HttpRequest, queryset: People) -> None:
        self._dismiss(request, queryset, "editor")

    def _appoint(self, request: HttpRequest, queryset: People, role: str) -> None:
        for user in queryset:
            actions.appoint(actor=requester(request), user=user, role=role)
        self._said(request, len(queryset))

    def _dismiss(self, request: HttpRequest, queryset: People, role: str) -> None:
        for user in queryset:
            actions.dismiss(actor=requester(request), user=user, role=role)
        self._said(request, len(queryset))

    def _said(self, request: HttpRequest, count: int) -> None:
        said = ngettext("%(count)s account changed.", "%(count)s accounts changed.", count) % {"count": count}
        self.message_user(request, said, messages.SUCCESS)


def _ids(queryset: People) -> list[int]:
    return list(queryset.values_list("pk", flat=True))
