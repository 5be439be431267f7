"""Pages of the catalogue: the poster a film gets when it has none."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_safe

from enchanted.catalogue import queries
from enchanted.catalogue.logic.poster import draw_poster, draw_wide
from enchanted.core.http import requester

YEAR = 365 * 24 * 60 * 60


@require_safe
def drawn_poster(request: HttpRequest, movie_id: int) -> HttpResponse:
    """The drawn poster; with ?wide its scene alone, in the shape of a screen."""
    movie = queries.movie_to_draw(requester(request), movie_id)
    if "wide" in request.GET:
        drawn = draw_wide(movie.title, movie.genre_names, seed=movie.pk).encode()
    else:
        drawn = draw_poster(movie.title, movie.year, movie.genre_names, seed=movie.pk).encode()
    mark = f'"{hashlib.sha256(drawn).hexdigest()[:20]}"'
    known = request.headers.get("If-None-Match", "")
    response = HttpResponseNotModified() if mark in known else HttpResponse(drawn, content_type="image/svg+xml")
    response["ETag"] = mark
    response["Cache-Control"] = f"private, max-age={YEAR}, immutable" if "v" in request.GET else "private, no-cache"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return response
