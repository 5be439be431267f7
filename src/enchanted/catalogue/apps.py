"""The catalogue as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Config(AppConfig):
    name = "enchanted.catalogue"
    label = "catalogue"
    verbose_name = _("Catalogue")
