"""Every byte of a film is for the browser the grant names, for as long as it says."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from enchanted.catalogue.models import Movie
from enchanted.core import storage
from enchanted.core.actor import GUEST, Actor
from enchanted.core.errors import Conflict, NotAllowed, NotFound
from enchanted.core.pictures import picture_key
from enchanted.media import streams
from enchanted.media.logic import grants
from enchanted.media.models import Encode, MediaFile, Subtitle
from enchanted.media.queries import playback_of
from tests import cast
from tests.asgi import Answer, call

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


@pytest.fixture
def movie(tmp_path: Path) -> Movie:
    """A movie with a ladder, a subtitle and an original on disk."""
    movie = Movie.objects.create(title="A Film", playable=True)
    original = tmp_path / "film.mp4"
    original.write_bytes(b"original bytes")
    file = MediaFile.objects.create(
        movie=movie, path=str(original), path_hash="x", size=14, mtime_ns=1, duration_ms=6000
    )
    encode = Encode.objects.create(file=file, state=Encode.State.DONE, live=None, finished_at=timezone.now())
    storage.store_bytes(f"hls/{encode.pk}/master.m3u8", b"#EXTM3U\n")
    storage.store_bytes(f"hls/{encode.pk}/360p/00000.m4s", b"segment")
    subtitle = Subtitle.objects.create(movie=movie, language="en", label="English", source="s", content_hash="c")
    storage.store_bytes(f"subtitles/{movie.pk}/{subtitle.pk}.vtt", b"WEBVTT\n")
    return movie


def base_for(movie: Movie, key: str = "session") -> str:
    return playback_of(Actor(user_id=1, name="Vera", key=key), movie.pk, timezone.now()).base


async def ask(path: str, session: str = "session", **options: Any) -> Answer:
    headers = {"cookie": f"theme=dark; {settings.SESSION_COOKIE_NAME}={session}"} if session else {}
    return await call(streams.stream, path, headers=headers, **options)


async def fetch(make: Callable[[], str], name: str, session: str = "session") -> Answer:
    from asgiref.sync import sync_to_async

    return await ask(f"{await sync_to_async(make)()}/{name}", session)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("master.m3u8", "application/vnd.apple.mpegurl"),
        ("360p/00000.m4s", "video/iso.segment"),
        ("original", "video/mp4"),
    ],
)
async def test_the_holder_gets_the_files(movie: Movie, name: str, kind: str) -> None:
    answer = await fetch(lambda: base_for(movie), name)
    assert (answer.status, answer.headers["content-type"]) == (200, kind)
    assert Path(answer.sent_file).exists()


async def test_subtitles_are_of_the_granted_film_alone(movie: Movie) -> None:
    ids = [subtitle.pk async for subtitle in Subtitle.objects.all()]
    assert (await fetch(lambda: base_for(movie), f"subtitles/{ids[0]}.vtt")).status == 200
    assert (await fetch(lambda: base_for(movie), f"subtitles/{ids[0] + 1}.vtt")).status == 404


@pytest.mark.parametrize("session", ["", "another", "session2"])
async def test_another_browser_is_refused(movie: Movie, session: str) -> None:
    assert (await fetch(lambda: base_for(movie), "master.m3u8", session)).status == 403


def token_of(movie: Movie) -> str:
    return base_for(movie).rpartition("/")[2]


async def test_a_stale_address_is_refused(movie: Movie, monkeypatch: pytest.MonkeyPatch) -> None:
    from asgiref.sync import sync_to_async

    path = f"{await sync_to_async(base_for)(movie)}/master.m3u8"
    now = time.time()
    assert (await ask(path)).status == 200
    monkeypatch.setattr("enchanted.media.streams.time.time", lambda: now + settings.HOUSE_GRANT_SECONDS - 2)
    assert (await ask(path)).status == 200
    monkeypatch.setattr("enchanted.media.streams.time.time", lambda: now + settings.HOUSE_GRANT_SECONDS + 2)
    assert (await ask(path)).status == 403


async def test_an_altered_address_is_refused(movie: Movie) -> None:
    from asgiref.sync import sync_to_async

    token = await sync_to_async(token_of)(movie)
    grant = grants.read(settings.SECRET_KEY, token, time.time())
    assert grant is not None
    forged = grants.sign("guessed secret", replace(grant, movie_id=grant.movie_id + 1))
    parts = token.split(".")
    longer = ".".join([*parts[:3], f"{grant.expires + 9999:x}", *parts[4:]])
    for bad in (forged, longer, token[:-1], token + "A", "", "....", "x" * 5000, token.upper()):
        assert (await ask(f"/stream/{bad}/master.m3u8")).status == 403


@pytest.mark.parametrize(
    "name",
    ["", "../secret.key", "360p/../../../secret.key", "360p/00000.m4s/", "360p\\00000.m4s", "/etc/passwd", ".part-1/x",
     "360p/%2e%2e/x.m4s", "master.m3u8\n", "subtitles/../1.vtt", "original/x", "9/99999.m4s"],
)  # fmt: skip
async def test_no_name_leaves_the_ladder(movie: Movie, name: str) -> None:
    assert (await fetch(lambda: base_for(movie), name)).status == 404


async def test_pictures_by_their_hash() -> None:
    key = "ab" * 16
    storage.store_bytes(picture_key(key, 240), b"webp")
    answer = await call(streams.picture, f"/pictures/{key}/240.webp")
    assert (answer.status, answer.headers["content-type"]) == (200, "image/webp")
    assert "immutable" in answer.headers["cache-control"]
    for path in (f"/pictures/{key}/480.webp", "/pictures/../x/240.webp", "/pictures/", f"/pictures/{key}/240.webp.png"):
        assert (await call(streams.picture, path)).status == 404


def test_who_may_play(movie: Movie, settings: Any) -> None:
    now = timezone.now()
    assert playback_of(GUEST, movie.pk, now).duration == 6
    settings.HOUSE_GUESTS_MAY_WATCH = False
    with pytest.raises(NotAllowed):
        playback_of(GUEST, movie.pk, now)
    assert playback_of(cast.viewer().actor, movie.pk, now)
    Movie.objects.update(hidden=True)
    with pytest.raises(NotFound):
        playback_of(cast.stranger().actor, movie.pk, now)
    assert playback_of(cast.editor().actor, movie.pk, now)


def test_a_film_without_a_ladder_can_not_be_played_yet() -> None:
    bare = Movie.objects.create(title="Bare")
    with pytest.raises(Conflict):
        playback_of(GUEST, bare.pk, timezone.now())


def test_the_resource_gives_a_guest_a_session_and_addresses(movie: Movie) -> None:
    browser = Client()
    answer = browser.get(f"/api/movies/{movie.pk}/playback/")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert browser.cookies[settings.SESSION_COOKIE_NAME].value
    record = answer.json()
    assert record["manifest"].endswith("/master.m3u8")
    assert [row["language"] for row in record["subtitles"]] == ["en"]
    again = browser.get(f"/api/movies/{movie.pk}/playback/").json()["manifest"]
    marks = {address.split("/")[2].split(".")[4] for address in (record["manifest"], again)}
    assert len(marks) == 1


def test_the_resource_says_no_as_a_problem(movie: Movie) -> None:
    answer = Client().get("/api/movies/999999/playback/")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["detail"]
    assert Client().post(f"/api/movies/{movie.pk}/playback/").status_code == 405
