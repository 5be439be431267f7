"""Drawn posters."""

from django.http import HttpRequest, HttpResponse


def drawn_poster(request: HttpRequest, movie_id: int) -> HttpResponse:
    return HttpResponse("")
