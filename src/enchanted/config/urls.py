"""Joins the features' addresses."""

from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from enchanted.accounts.pages.profile import set_language
from enchanted.core import pages

urlpatterns = [
    path("", include("enchanted.core.urls")),
    path("", include("enchanted.front.urls")),
    path("", include("enchanted.catalogue.urls")),
    path("", include("enchanted.media.urls")),
    path("", include("enchanted.library.urls")),
    path("", include("enchanted.notices.urls")),
    path("accounts/", include("enchanted.accounts.urls")),
    path("admin/", admin.site.urls),
    path("i18n/setlang/", set_language, name="set_language"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
]

handler400 = pages.bad_request
handler403 = pages.not_allowed
handler404 = pages.not_found
handler500 = pages.broken
