"""Addresses of the house as such."""

from django.urls import path

from enchanted.core import pages

urlpatterns = [
    path("offline/", pages.offline, name="offline"),
    path("favicon.ico", pages.favicon),
    path("manifest.webmanifest", pages.manifest, name="manifest"),
    path("service-worker.js", pages.service_worker, name="service_worker"),
]
