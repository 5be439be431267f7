"""What staff type about a notice."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class NoticeForm(forms.ModelForm):  # type: ignore[type-arg]
    """The action looks again; here a fault is shown beside its field."""

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        begins_at, ends_at = given.get("begins_at"), given.get("ends_at")
        if begins_at and ends_at and ends_at <= begins_at:
            self.add_error("ends_at", ValidationError(_("A notice ends after it begins.")))
        return given
