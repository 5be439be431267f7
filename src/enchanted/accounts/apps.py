"""Accounts as Django sees them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Config(AppConfig):
    name = "enchanted.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from allauth.account.signals import password_changed, password_reset, password_set
        from django.contrib.auth.signals import user_logged_in, user_logged_out

        from enchanted.accounts import adapter

        user_logged_in.connect(adapter.come_in, dispatch_uid="accounts.come_in")
        user_logged_out.connect(adapter.go_out, dispatch_uid="accounts.go_out")
        for replaced in (password_changed, password_reset, password_set):
            replaced.connect(adapter.password_replaced, dispatch_uid="accounts.password_replaced")
