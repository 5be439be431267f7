"""The page of uploads in the back office."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_POST

from enchanted.catalogue.models import Movie
from enchanted.core import clock
from enchanted.core.actor import Actor
from enchanted.core.errors import HouseError
from enchanted.core.http import requester
from enchanted.media.actions import arriving, receiving, uploading
from enchanted.media.actions.tools import Probe
from enchanted.media.forms import taken_as
from enchanted.media.logic import naming
from enchanted.media.models import Upload
from enchanted.media.queries import uploads as queries


@dataclass(frozen=True)
class Waiting:
    """A film that arrived, what its name says, what is in it, and the films of the catalogue that it may be."""

    upload: Upload
    name: naming.FilmName
    seen: Probe | None
    films: list[Movie]
    meant: Movie | None


@require_GET
@never_cache
@ensure_csrf_cookie
def uploads(request: HttpRequest) -> HttpResponse:
    context = admin.site.each_context(request) | {"title": _("Uploads")} | _rows(requester(request))
    return render(request, "media/uploads.html", context)


@require_GET
@never_cache
def upload_rows(request: HttpRequest) -> HttpResponse:
    return render(request, "media/_uploads.html", _rows(requester(request)))


@require_GET
def upload_films(request: HttpRequest, upload_id: int) -> HttpResponse:
    """Films of the catalogue that match what staff type beside a film that waits."""
    actor = requester(request)
    upload = queries.upload_of(actor, upload_id)
    context = {"upload": upload, "films": queries.films_to_attach(actor, request.GET.get("q", ""))}
    return render(request, "media/_upload_films.html", context)


@require_POST
def take_upload(request: HttpRequest, upload_id: int) -> HttpResponse:
    actor = requester(request)
    try:
        given = taken_as(request.POST)
        movie = arriving.take_in(
            actor=actor, upload_id=upload_id, title=given.title, year=given.year, movie_id=given.movie_id,
            at=clock.now(),
        )  # fmt: skip
    except HouseError as refusal:
        return _answer(request, upload_id, str(refusal), messages.ERROR)
    return _answer(request, 0, _("%(film)s is in the house.") % {"film": movie}, messages.SUCCESS)


@require_POST
def cancel_upload(request: HttpRequest, upload_id: int) -> HttpResponse:
    try:
        uploading.cancel_upload(actor=requester(request), upload_id=upload_id)
    except HouseError as refusal:
        return _answer(request, upload_id, str(refusal), messages.ERROR)
    return _answer(request, 0, _("The upload is gone."), messages.SUCCESS)


def _answer(request: HttpRequest, upload_id: int, words: str, level: int) -> HttpResponse:
    """The rows with what came of it; without scripts the page again."""
    if not getattr(request, "htmx", False):
        messages.add_message(request, level, words)
        return redirect("admin:media_upload_changelist")
    told = {"words": words, "is_fault": level == messages.ERROR}
    return render(request, "media/_uploads.html", _rows(requester(request)) | {"told": told})


def _rows(actor: Actor) -> dict[str, Any]:
    rows = queries.recent_uploads(actor)
    for upload in rows:
        if upload.state == Upload.State.RECEIVING:
            upload.offset = receiving.offset_of(upload)
    waiting = [_waiting(actor, upload) for upload in rows if upload.state == Upload.State.ARRIVED]
    return {"waiting": waiting, "others": [upload for upload in rows if upload.state != Upload.State.ARRIVED]}


def _waiting(actor: Actor, upload: Upload) -> Waiting:
    name = naming.film_name(PurePath(upload.name), PurePath())
    meant = queries.film_meant(name.title, name.year)
    films = queries.films_to_attach(actor, name.title)
    if meant is not None:
        films = [meant, *(film for film in films if film.pk != meant.pk)]
    return Waiting(upload, name, arriving.probe_of(upload), films, meant)
