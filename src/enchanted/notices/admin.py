"""Notices in the back office."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import action, display

from enchanted.core import clock
from enchanted.core.actor import Actor
from enchanted.core.http import requester
from enchanted.core.office import OfficeAdmin
from enchanted.notices.actions import edit_notice, publish_notice, withdraw_notice
from enchanted.notices.forms import NoticeForm
from enchanted.notices.models import Notice
from enchanted.notices.rules import may_publish

FIELDS = ("title", "text", "begins_at", "ends_at", "movie")


@admin.register(Notice)
class NoticeAdmin(OfficeAdmin):
    form = NoticeForm
    list_display = ("title", "state", "begins_at", "ends_at", "movie", "author", "published_at")
    list_select_related = ("movie", "author")
    search_fields = ("title", "text")
    fields = FIELDS
    autocomplete_fields = ("movie",)
    actions: ClassVar[list[str]] = ["withdraw"]

    def may_use(self, actor: Actor) -> bool:
        return may_publish(actor)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was withdrawn is there to be read."""
        return super().has_change_permission(request, obj) and not (obj and obj.withdrawn_at)

    @display(description=_("state"), label={"open": "success", "later": "info", "over": "warning",
                                            "withdrawn": "danger"})  # fmt: skip
    def state(self, notice: Notice) -> tuple[str, Any]:
        now = clock.now()
        if notice.withdrawn_at:
            return "withdrawn", _("Withdrawn")
        if notice.in_force(now):
            return "open", _("In force")
        return ("over", _("Over")) if notice.ends_at and notice.ends_at <= now else ("later", _("Later"))

    def save_model(self, request: HttpRequest, obj: Notice, form: Any, change: bool) -> None:
        given = {name: form.cleaned_data[name] for name in FIELDS}
        actor, at = requester(request), clock.now()
        if change:
            edit_notice(actor=actor, notice_id=obj.pk, at=at, **given)
        else:
            obj.pk = publish_notice(actor=actor, at=at, **given).pk

    @action(description=_("Withdraw"))
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Notice]) -> None:
        actor, at = requester(request), clock.now()
        done = sum(withdraw_notice(actor=actor, notice_id=notice.pk, at=at) for notice in queryset)
        said = ngettext("%(count)s notice withdrawn.", "%(count)s notices withdrawn.", done) % {"count": done}
        self.message_user(request, said, messages.SUCCESS)
