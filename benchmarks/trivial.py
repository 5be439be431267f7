"""The same trivial page twice: through the house's bridge, and through Django's own handler. Served by pages.py."""

from __future__ import annotations

import os

import django
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import path

TEXT = b"Good evening.\n"
THREADS = int(os.environ.get("WEB_THREADS", "3"))


def good_evening(request: HttpRequest) -> HttpResponse:
    return HttpResponse(TEXT, content_type="text/plain")


urlpatterns = [path("", good_evening)]

if not settings.configured:
    settings.configure(
        SECRET_KEY="only measured, never opened",
        ALLOWED_HOSTS=["localhost", "127.0.0.1"],
        ROOT_URLCONF=__name__,
        MIDDLEWARE=["django.middleware.security.SecurityMiddleware", "django.middleware.common.CommonMiddleware"],
        USE_TZ=True,
    )
    django.setup()

from enchanted.core.bridge import Bridge  # noqa: E402

bridge = Bridge(THREADS)
django_itself = ASGIHandler()
