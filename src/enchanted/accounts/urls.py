"""Addresses of accounts: our own, then allauth's."""

from django.urls import include, path

from enchanted.accounts import pages

urlpatterns = [
    path("owner/", pages.owner, name="owner"),
    path("signup/", pages.sign_up, name="account_signup"),
    path("", include("allauth.account.urls")),
]
