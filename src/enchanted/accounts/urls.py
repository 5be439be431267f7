"""Addresses of accounts: our own, then allauth's."""

from django.urls import include, path
from django.views.generic import RedirectView

from enchanted.accounts import consumers, pages
from enchanted.accounts.pages import codes, leaving, profile, programs

to_security = RedirectView.as_view(pattern_name="account_security")
urlpatterns = [
    path("owner/", pages.owner, name="owner"),
    path("signup/", pages.sign_up, name="account_signup"),
    path("security/", pages.security, name="account_security"),
    path("profile/", profile.profile, name="account_profile"),
    path("profile/picture/", profile.picture, name="account_picture"),
    path("data/", leaving.own_data, name="account_data"),
    path("data/export/", leaving.export, name="account_export"),
    path("data/erase/", leaving.erase, name="account_erase"),
    path("devices/", pages.devices, name="account_devices"),
    path("devices/others/end/", pages.end_others, name="account_end_others"),
    path("devices/<int:device_id>/end/", pages.end_device, name="account_end_device"),
    path("app-passwords/", programs.app_passwords, name="account_app_passwords"),
    path("app-passwords/<int:password_id>/revoke/", programs.revoke_app_password, name="account_revoke_app_password"),
    path("code/", codes.code, name="account_code"),
    path("code/confirm/", codes.confirm_code, name="account_confirm_code"),
    path("2fa/", to_security, name="mfa_index"),
    path("2fa/webauthn/", to_security, name="mfa_list_webauthn"),
    path("2fa/", include("allauth.mfa.urls")),
    path("", include("allauth.account.urls")),
]
sockets = [path("ws/accounts/code/", consumers.CodeNews.as_asgi())]
