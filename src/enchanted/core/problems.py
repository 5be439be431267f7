"""JSON resources say no as RFC 9457 problems."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from enchanted.core.errors import HouseError, Invalid, TooMany

TITLES = {400: "Invalid", 401: "Sign in first", 403: "Not allowed", 404: "Not found", 405: "Method not allowed",
          409: "Conflict", 415: "Unsupported media type", 429: "Too many requests"}  # fmt: skip


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler for the whole house."""
    if isinstance(error, HouseError):
        extra: dict[str, Any] = {"code": error.code} if error.code else {}
        if isinstance(error, Invalid) and error.fields:
            extra["errors"] = {name: str(why) for name, why in error.fields.items()}
        headers = {"Retry-After": str(error.retry_after)} if isinstance(error, TooMany) else {}
        return _problem(error.status, str(error.message), headers, **extra)
    answer = exception_handler(error, context)
    if answer is None:
        return None
    if isinstance(error, exceptions.ValidationError):
        return _problem(400, "", {}, errors=answer.data)
    detail = "" if isinstance(error, Http404 | PermissionDenied) else str(getattr(error, "detail", ""))
    return _problem(answer.status_code, detail, dict(answer.headers))


def _problem(status: int, detail: str, headers: dict[str, str], **extra: Any) -> Response:
    body = {"type": "about:blank", "title": TITLES.get(status, "Error"), "status": status, "detail": detail, **extra}
    headers.pop("Content-Type", None)
    return Response(body, status=status, headers=headers, content_type="application/problem+json")
