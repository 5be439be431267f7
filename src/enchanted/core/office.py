"""What every screen of the back office is made of: permission by our rules, writing by our actions."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from unfold.admin import ModelAdmin

from enchanted.core.actor import Actor
from enchanted.core.errors import HouseError
from enchanted.core.fields import fold
from enchanted.core.http import requester


class OfficeAdmin(ModelAdmin):
    """Subclasses say who `may_use` the screen, and call actions where Django would save.

    `folded_search` names columns that hold folded text (core.fields.fold); every word must stand in one of them.
    """

    folded_search: tuple[str, ...] = ()
    list_per_page = 50
    list_filter_submit = False
    compressed_fields = True
    warn_unsaved_form = True

    def may_use(self, actor: Actor) -> bool:
        raise NotImplementedError

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.may_use(requester(request))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_use(requester(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may_use(requester(request))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_use(requester(request))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> Any:
        if not self.folded_search:
            return super().get_search_results(request, queryset, search_term)
        for word in fold(search_term).split():
            columns = [Q(**{f"{column}__contains": word}) for column in self.folded_search]
            queryset = queryset.filter(reduce(or_, columns))
        return queryset, False

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            answer: HttpResponse = super().changeform_view(request, *args, **kwargs)
        except HouseError as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return redirect(request.get_full_path())
        return answer

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        try:
            answer: HttpResponse | None = super().response_action(request, queryset)
        except HouseError as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return redirect(request.get_full_path())
        return answer


class LookOnlyAdmin(OfficeAdmin):
    """A screen to read; its buttons may still do something."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
