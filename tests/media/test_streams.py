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
from enchanted.media.models import Encode, MediaFile, Rendition, Subtitle, Viewing
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
    Encode.objects.filter(pk=encode.pk).update(folder=f"hls/{encode.pk}")
    Rendition.objects.create(encode=encode, kind="video", name="360p", width=640, height=360, codecs="avc1.64001e")
    for name in ("360p/index.m3u8", "360p/frames.m3u8", "360p/00000.m4s", "storyboard.vtt", "story/000.jpg"):
        storage.store_bytes(f"hls/{encode.pk}/{name}", name.encode())
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
        ("360p/index.m3u8", "application/vnd.apple.mpegurl"),
        ("360p/frames.m3u8", "application/vnd.apple.mpegurl"),
        ("360p/00000.m4s", "video/iso.segment"),
        ("storyboard.vtt", "text/vtt; charset=utf-8"),
        ("story/000.jpg", "image/jpeg"),
        ("original", "video/mp4"),
    ],
)
async def test_the_holder_gets_the_files(movie: Movie, name: str, kind: str) -> None:
    answer = await fetch(lambda: base_for(movie), name)
    assert (answer.status, answer.headers["content-type"]) == (200, kind)
    assert answer.body


async def test_the_list_of_everything_is_written_when_asked_for(movie: Movie) -> None:
    answer = await fetch(lambda: base_for(movie), "master.m3u8")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/vnd.apple.mpegurl")
    assert b"RESOLUTION=640x360" in answer.body
    assert b"TYPE=SUBTITLES" in answer.body


async def test_subtitles_stand_in_parts_for_players_that_ask_so(movie: Movie) -> None:
    row = await Subtitle.objects.aget()
    text = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nearly\n\n00:01:01.000 --> 00:01:02.000\nlate\n"
    storage.store_bytes(f"subtitles/{movie.pk}/{row.pk}.vtt", text.encode())
    listed = await fetch(lambda: base_for(movie), f"subtitles/{row.pk}.m3u8")
    assert f"{row.pk}/0.vtt".encode() in listed.body
    part = await fetch(lambda: base_for(movie), f"subtitles/{row.pk}/1.vtt")
    assert b"late" in part.body
    assert b"early" not in part.body
    assert b"X-TIMESTAMP-MAP" in part.body
    assert (await fetch(lambda: base_for(movie), f"subtitles/{row.pk + 1}.m3u8")).status == 404
    assert (await fetch(lambda: base_for(movie), f"subtitles/{row.pk + 1}/0.vtt")).status == 404


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
    longer = ".".join([*parts[:4], f"{grant.expires + 9999:x}", *parts[5:]])
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
    answer = browser.post(f"/api/movies/{movie.pk}/playback/", {}, "application/json")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert browser.cookies[settings.SESSION_COOKIE_NAME].value
    record = answer.json()
    assert record["manifest"].endswith("/master.m3u8")
    assert [row["language"] for row in record["subtitles"]] == ["en"]
    assert record["original"] is None
    MediaFile.objects.update(mime='video/mp4; codecs="avc1.640028"')
    again = ask_playback(browser, movie, viewing=record["viewing"], ladder=record["ladder"])
    assert again["viewing"] == record["viewing"]
    assert again["original"]["type"].startswith("video/mp4")
    marks = {one["manifest"].split("/")[2].split(".")[5] for one in (record, again)}
    assert len(marks) == 1


def ask_playback(browser: Client, movie: Movie, **wish: Any) -> Any:
    return browser.post(f"/api/movies/{movie.pk}/playback/", wish, "application/json").json()


def test_the_resource_says_no_as_a_problem(movie: Movie) -> None:
    answer = Client().post("/api/movies/999999/playback/", {}, "application/json")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["detail"]
    assert Client().get(f"/api/movies/{movie.pk}/playback/").status_code == 405
    wrong = Client().post(f"/api/movies/{movie.pk}/playback/", {"viewing": "x"}, "application/json")
    assert wrong.status_code == 400


def screen(person: cast.Person) -> Client:
    browser = Client()
    assert person.user is not None
    browser.force_login(person.user)
    return browser


def test_the_oldest_screen_yields_beyond_the_limit(movie: Movie, settings: Any) -> None:
    settings.HOUSE_MOST_STREAMS = 2
    vera = cast.viewer()
    screens = [screen(vera) for _ in range(3)]
    first, second, third = (ask_playback(one, movie) for one in screens)
    assert list(Viewing.objects.filter(yielded=True).values_list("pk", flat=True)) == [first["viewing"]]
    refused = ask_playback(screens[0], movie, viewing=first["viewing"])
    assert (refused["status"], refused["code"]) == (409, "yielded")
    assert ask_playback(screens[1], movie, viewing=second["viewing"])["viewing"] == second["viewing"]
    taken = ask_playback(screens[0], movie, viewing=first["viewing"], take=True)
    assert taken["viewing"] not in (first["viewing"], second["viewing"], third["viewing"])
    assert Viewing.objects.get(pk=second["viewing"]).yielded


async def test_bytes_stop_for_a_screen_that_yielded_or_ended(movie: Movie) -> None:
    viewing = await Viewing.objects.acreate(movie=movie, holder="x", began_at=timezone.now(), seen_at=timezone.now())

    def base() -> str:
        return playback_of(Actor(key="session"), movie.pk, timezone.now(), viewing_id=viewing.pk).base

    assert (await fetch(base, "360p/00000.m4s")).status == 200
    await Viewing.objects.filter(pk=viewing.pk).aupdate(ended_at=timezone.now())
    streams._open_viewings.known.clear()
    assert (await fetch(base, "360p/00000.m4s")).status == 403


def test_a_screen_ends_its_own_viewing_alone(movie: Movie) -> None:
    mine, other = Client(), Client()
    viewing = ask_playback(mine, movie)["viewing"]
    ask_playback(other, movie)
    assert other.delete(f"/api/viewings/{viewing}/").status_code == 404
    assert mine.delete(f"/api/viewings/{viewing}/").status_code == 204
    assert Viewing.objects.get(pk=viewing).ended_at


def test_versions_are_chosen_by_wish_else_by_the_largest_picture(movie: Movie) -> None:
    large = MediaFile.objects.create(movie=movie, path="/big.mkv", path_hash="y", size=1, mtime_ns=1, width=3840,
                                     height=2160, duration_ms=9000, edition="Director's Cut")  # fmt: skip
    encode = Encode.objects.create(file=large, state=Encode.State.DONE, live=None, finished_at=timezone.now(),
                                   folder="hls/0")  # fmt: skip
    record = ask_playback(Client(), movie)
    assert (record["version"], record["ladder"], record["duration"]) == (large.pk, encode.pk, 9)
    assert {row["label"] for row in record["versions"]} == {"0p", "Director's Cut · 2160p"}
    small = next(row["id"] for row in record["versions"] if row["id"] != large.pk)
    assert ask_playback(Client(), movie, version=small)["version"] == small
