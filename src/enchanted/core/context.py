"""What every template may ask for."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, Any]:
    """The actor, and the theme the person chose (`system`, `light`, `dark`), kept in a cookie."""
    theme = request.COOKIES.get("theme", "system")
    return {
        "actor": getattr(request, "actor", None),
        "theme": theme if theme in ("light", "dark") else "system",
    }
