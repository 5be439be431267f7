"""When a film goes on where its viewer stopped: begun for good, and not as good as over."""

from __future__ import annotations

from django.db.models import F, Q

BEGUN_MS = 5_000
BEGUN_SHARE = 0.1
WATCHED_SHARE = 0.9


def resumes(at_ms: int, duration_ms: int) -> bool:
    """Whether a film of this length goes on at this place. Short films count as begun sooner."""
    begun, watched = resume_span(duration_ms)
    return begun <= at_ms < watched


def resume_span(duration_ms: int) -> tuple[float, float]:
    """Between which places, in ms, a film of this length goes on."""
    return min(BEGUN_MS, duration_ms * BEGUN_SHARE), duration_ms * WATCHED_SHARE


def resuming() -> Q:
    """The positions of which `resumes` is true."""
    begun = Q(at_ms__gte=BEGUN_MS) | Q(at_ms__gte=F("duration_ms") * BEGUN_SHARE)
    return begun & Q(at_ms__lt=F("duration_ms") * WATCHED_SHARE)
