"""The library as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Config(AppConfig):
    name = "enchanted.library"
    label = "library"
    verbose_name = _("Library")
