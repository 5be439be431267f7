"""Pages of the house as such: refusals, the offline page, the manifest, the service worker."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from enchanted.core.errors import HouseError, TooMany


def refusal(request: HttpRequest, error: HouseError) -> HttpResponse:
    """One of the five refusals as a page."""
    response = _error_page(request, error.status, str(error.message))
    if isinstance(error, TooMany):
        response["Retry-After"] = str(error.retry_after)
    return response


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error_page(request, 404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error_page(request, 400)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error_page(request, 403)


def broken(request: HttpRequest) -> HttpResponse:
    return render(request, "core/broken.html", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _error_page(request, 403, _("This page was open for too long. Go back, reload it, and try again."))


def offline(request: HttpRequest) -> HttpResponse:
    """What the service worker shows when the house can't be reached."""
    return render(request, "core/offline.html")


@cache_control(max_age=3600)
def favicon(request: HttpRequest) -> HttpResponse:
    """Pages that name no icon of their own are asked for one here."""
    return redirect(static("web/icons/icon-192.png"))


@cache_control(max_age=3600)
def manifest(request: HttpRequest) -> JsonResponse:
    """The web app's manifest."""
    return JsonResponse(
        {
            "name": "Enchanted",
            "short_name": "Enchanted",
            "id": "/",
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": "#14090d",
            "theme_color": "#5856d6",
            "icons": _icons(),
        },
        content_type="application/manifest+json",
    )


@cache_control(max_age=0, must_revalidate=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The service worker, served from the root so that it covers the whole house."""
    return render(request, "core/service-worker.js", content_type="text/javascript")


def _error_page(request: HttpRequest, status: int, message: str = "") -> HttpResponse:
    template = "core/_error.html" if getattr(request, "htmx", False) else "core/error.html"
    return render(request, template, {"status": status, "message": message}, status=status)


def _icons() -> list[dict[str, Any]]:
    drawn = [
        {
            "src": static(f"web/icons/icon-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size in (192, 512)
        for purpose in ("any", "maskable")
    ]
    return [*drawn, {"src": static("web/icons/icon.svg"), "sizes": "any", "type": "image/svg+xml"}]
