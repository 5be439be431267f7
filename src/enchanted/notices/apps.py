"""Notices as Django sees them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Config(AppConfig):
    name = "enchanted.notices"
    label = "notices"
    verbose_name = _("Notices")
