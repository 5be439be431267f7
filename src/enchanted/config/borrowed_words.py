"""Texts of libraries that lack them in a language of ours: here they are gathered and translated with our own."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

WORDS = (
    _("Search apps and models..."),
    _("Type to search"),
    _("Select action"),
    _("Select action to run"),
    _("Run"),
    _("Select all rows"),
    _("Select record"),
    _("Select Record"),
    _("Apply Filters"),
    _("From"),
    _("To"),
    _("No results found"),
    _("This page yielded into no results. Create a new item or reset your filters."),
    _("Reset filters"),
    _("Choose file to upload"),
    _("Go back"),
    _("This item will be deleted."),
    _("Click to cancel"),
    _("owner"),
    _("editor"),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
        1,
    ),
)
