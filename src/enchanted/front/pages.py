"""Home, the list, a film, the watch page, me."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET

from enchanted.catalogue.queries import (
    MoviePage,
    credits_of,
    largest_genres,
    list_movies,
    movie_of,
    newest,
    next_movie,
    ratings_of,
    shelf_of,
)
from enchanted.core.actor import Actor
from enchanted.core.errors import NotFound
from enchanted.front.forms import ListQuestion, list_question
from enchanted.library.queries import continue_watching, resume_of
from enchanted.library.rules import resume_span
from enchanted.media.queries import encode_status
from enchanted.media.rules import may_watch

if TYPE_CHECKING:
    from enchanted.catalogue.models import Credit, Genre, Movie

SHELF = 18
GENRES = 6
CHIPS = 14
PARTS: dict[str | None, str] = {
    "block": "front/_blocks.html",
    "tail": "front/_blocks.html",
    "more": "front/_blocks.html",
    "results": "front/_results.html",
}
ORDER_NAMES = {"new": _("New"), "title": _("Title"), "year": _("Year")}


class HouseRequest(HttpRequest):
    """A request as the middleware leaves it."""

    actor: Actor
    htmx: Any


@require_GET
def home(request: HouseRequest) -> HttpResponse:
    part = request.GET.get("part") if request.htmx else None
    pick = None if part == "rows" else _pick(request.actor)
    context: dict[str, Any] = {"pick": pick, "sentence": _sentence(pick)}
    if part != "hero":
        context |= {
            "begun": continue_watching(request.actor, SHELF),
            "newest": newest(request.actor, SHELF),
            "shelves": _shelves(request.actor),
        }
    return render(request, f"front/_{part}.html" if part in ("hero", "rows") else "front/home.html", context)


@require_GET
def movies(request: HouseRequest) -> HttpResponse:
    question = list_question(request.GET)
    asked = request.GET.get("part") if request.htmx else None
    part = asked if asked in PARTS else None
    blocks = _blocks(request.actor, question, whole=part is None)
    context: dict[str, Any] = {"question": question, "blocks": blocks, "last": blocks[-1], "part": part}
    if part is None:
        genres = largest_genres(request.actor, CHIPS)
        context |= {"genres": _with_chosen(genres, question.genre), "orders": ORDER_NAMES.items()}
    response = render(request, PARTS.get(part, "front/movies.html"), context)
    if part == "more":
        response["HX-Replace-Url"] = _address_upto(request, blocks[-1].number)
    return response


@require_GET
def movie(request: HouseRequest, movie_id: int, slug: str = "") -> HttpResponse:
    film = movie_of(request.actor, movie_id)
    if slug != film.slug:
        return redirect(film.get_absolute_url(), permanent=False)
    context: dict[str, Any] = {
        "movie": film,
        "encode": encode_status(request.actor, film),
        "position": resume_of(request.actor, film),
        "span": resume_span(film.duration_ms or 0),
    }
    if request.htmx:
        return render(request, "front/_actions.html", context)
    context |= {
        "credits": _by_job(credits_of(film)),
        "ratings": ratings_of(film),
        "shelf": shelf_of(request.actor, film),
    }
    return render(request, "front/movie.html", context)


@require_GET
@never_cache
@ensure_csrf_cookie
def watch(request: HouseRequest, movie_id: int) -> HttpResponse:
    film = movie_of(request.actor, movie_id)
    if request.actor.is_guest and not may_watch(request.actor, film):
        return redirect_to_login(request.get_full_path())
    context = {"movie": film, "next": next_movie(request.actor, film), "span": resume_span(film.duration_ms or 0)}
    return render(request, "front/watch.html", context)


@require_GET
@never_cache
def me(request: HouseRequest) -> HttpResponse:
    if request.actor.is_guest:
        return redirect_to_login(request.get_full_path())
    begun = continue_watching(request.actor, SHELF)
    return render(request, "front/me.html", {"begun": begun, "languages": settings.LANGUAGES})


def _pick(actor: Actor) -> Movie | None:
    """The film the house opens with: the newest to be played, rather one with wide art."""
    ready = newest(actor, SHELF, playable=True) or newest(actor, 1)
    chosen = next((film for film in ready if film.wide_picture), ready[0] if ready else None)
    try:
        return movie_of(actor, chosen.pk) if chosen else None
    except NotFound:
        return None


def _sentence(film: Movie | None) -> str:
    """One sentence about a film: its tagline, else how its story begins."""
    if film is None:
        return ""
    return film.tagline or re.split(r"(?<=[.!?])\s|(?<=[。！？])", film.plot.strip(), maxsplit=1)[0]


def _shelves(actor: Actor) -> list[tuple[Genre, list[Movie]]]:
    return [(genre, newest(actor, SHELF, genre=genre.pk)) for genre in largest_genres(actor, GENRES)]


def _blocks(actor: Actor, asked: ListQuestion, *, whole: bool) -> list[MoviePage]:
    """The pages asked for, as far as there are any; the last one where all lie beyond the end."""
    blocks: list[MoviePage] = []
    for page in asked.pages if whole else [asked.page]:
        if not blocks or blocks[-1].next:
            blocks.append(list_movies(actor, words=asked.words, genre=asked.genre, order=asked.order, page=page))
    return blocks


def _address_upto(request: HttpRequest, page: int) -> str:
    """The list's address with all pages up to this one, so that coming back to it finds the place again."""
    asked = request.GET.copy()
    for name in ("page", "part", "search"):
        asked.pop(name, None)
    asked["upto"] = str(page)
    return f"{request.path}?{asked.urlencode()}"


def _with_chosen(genres: list[Genre], chosen: int | None) -> list[Genre]:
    """The genres to choose from, the chosen one first so that it is in sight."""
    return sorted(genres, key=lambda genre: genre.pk != chosen)


def _by_job(credits: list[Credit]) -> dict[str, list[Credit]]:
    """Credits by job; a person who plays twice in one film stands once for each part."""
    jobs: dict[str, list[Credit]] = {}
    for credit in credits:
        jobs.setdefault(credit.job, []).append(credit)
    return jobs
