"""The pages that join features, as guests, viewers and staff meet them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from enchanted.catalogue.actions.adding import NewMovie, add_movie
from enchanted.catalogue.models import Collection, Movie
from enchanted.core.actor import HOUSE
from enchanted.front import forms
from enchanted.library.actions import keep_position
from tests import cast

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def plain_assets(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are drawn whether or not the web app is built."""
    from django_vite.core.asset_loader import DjangoViteAssetLoader

    monkeypatch.setattr(DjangoViteAssetLoader, "generate_vite_asset", lambda *given, **more: "")
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


def a_movie(title: str = "Tide", **more: Any) -> Movie:
    return add_movie(actor=HOUSE, new=NewMovie(title=title, **more))


def many(count: int) -> None:
    for number in range(count):
        a_movie(f"Film {number:03}", genres=("Drama", f"Genre {number % 5}"))


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def test_an_empty_house_says_so_and_tells_staff_what_to_do() -> None:
    assert "enchanted import" not in text(cast.guest().client.get("/"))
    assert "enchanted import" in text(cast.editor().client.get("/"))


def test_home_asks_the_same_number_of_questions_for_few_films_and_many(django_assert_max_num_queries: Any) -> None:
    many(60)
    with django_assert_max_num_queries(25):
        page = text(cast.guest().client.get("/"))
    assert "Film 059" in page
    assert "Genre 3" in page


def test_the_list_pages_on_with_a_link_and_with_fragments(django_assert_max_num_queries: Any) -> None:
    many(60)
    client = cast.guest().client
    with django_assert_max_num_queries(8):
        first = text(client.get("/movies/?order=title"))
    assert "Film 047" in first
    assert "Film 048" not in first
    assert "page=2" in first
    assert "Film 048" in text(client.get("/movies/?order=title&page=2"))
    more = client.get("/movies/?order=title&page=2&part=more", headers=HTMX)
    assert "<html" not in text(more)
    assert more["HX-Replace-Url"] == "/movies/?order=title&upto=2"
    both = text(client.get("/movies/?order=title&upto=2"))
    assert "Film 000" in both
    assert "Film 059" in both


def test_pages_beyond_the_end_show_the_last_once() -> None:
    many(3)
    page = text(cast.guest().client.get("/movies/?upto=9"))
    assert page.count('data-movie="') == 3


def test_search_finds_and_says_when_it_does_not() -> None:
    a_movie("Tide Lines")
    client = cast.guest().client
    assert "Tide Lines" in text(client.get("/movies/?q=tide"))
    assert "Nothing by that name" in text(client.get("/movies/?q=%3Cscript%3E"))


@pytest.mark.parametrize("question", ["page=x", "page=-1", "genre=abc", "order=drop", "page=99999999999", "q=%00"])
def test_questions_that_make_no_sense_are_answered(question: str) -> None:
    many(1)
    assert cast.guest().client.get(f"/movies/?{question}").status_code == 200


def test_the_finder_reads_only_what_it_knows() -> None:
    from django.http import QueryDict

    asked = forms.list_question(QueryDict("q=a&genre=0&order=title&page=3&upto=5"))
    assert (asked.genre, asked.order, list(asked.pages)) == (None, "title", [3, 4, 5])


def test_a_film_has_one_address() -> None:
    movie = a_movie("Tide", year=2020)
    client = cast.guest().client
    assert client.get(f"/movies/{movie.pk}/")["Location"] == movie.get_absolute_url()
    assert client.get(f"/movies/{movie.pk}/wrong/")["Location"] == movie.get_absolute_url()
    page = text(client.get(movie.get_absolute_url()))
    assert "2020" in page
    assert "Edit" not in page
    assert "Edit" in text(cast.editor().client.get(movie.get_absolute_url()))


def test_empty_facts_leave_no_label() -> None:
    page = text(cast.guest().client.get(a_movie("Bare").get_absolute_url()))
    for label in ("Director", "Cast", "Story", "Country"):
        assert label not in page


def test_guests_watch_where_the_house_lets_them(settings: Any) -> None:
    movie = a_movie()
    address = f"/movies/{movie.pk}/watch/"
    assert "<movie-player" in text(cast.guest().client.get(address))
    settings.HOUSE_GUESTS_MAY_WATCH = False
    answer = cast.guest().client.get(address)
    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={address}")
    assert " signed-in" in text(cast.viewer().client.get(address))


def test_me_is_for_people_who_came_in() -> None:
    assert cast.guest().client.get("/me/").status_code == 302
    assert "Vera" in text(cast.viewer().client.get("/me/"))


def test_what_was_begun_stands_on_home_and_on_the_film() -> None:
    movie, vera = a_movie("Begun"), cast.viewer()
    Movie.objects.update(playable=True, duration_ms=60_000)
    keep_position(actor=vera.actor, movie_id=movie.pk, at_ms=20_000, duration_ms=60_000, at=timezone.now())
    assert "Continue watching" in text(vera.client.get("/"))
    assert "Continue at 0:20" in text(vera.client.get(movie.get_absolute_url()))
    assert "Continue watching" not in text(cast.stranger().client.get("/"))


@pytest.mark.parametrize(
    ("cookie", "shown"), [("dark", "dark"), ("light", "light"), ("neon", "system"), ("", "system")]
)
def test_the_chosen_theme_is_there_at_first_paint(cookie: str, shown: str) -> None:
    client = cast.guest().client
    if cookie:
        client.cookies["theme"] = cookie
    assert f'data-theme="{shown}"' in text(client.get("/"))


def test_a_missing_page_looks_like_the_house() -> None:
    answer = cast.guest().client.get("/nowhere/")
    assert answer.status_code == 404
    assert "This seat is empty" in answer.content.decode()


def test_what_is_shown_fills_by_itself() -> None:
    client = cast.guest().client
    assert 'part=rows"' in text(client.get("/"))
    assert 'data-news="any"' in text(client.get("/"))
    assert "part=results" in text(client.get("/movies/"))
    movie = a_movie("First")
    filled = text(client.get("/movies/?part=results", headers=HTMX))
    assert "<html" not in filled
    assert f'data-movie="{movie.pk}"' in filled
    assert 'data-news="any"' in text(client.get("/?part=hero", headers=HTMX))
    Movie.objects.update(playable=True)
    assert 'data-news="own"' in text(client.get("/?part=hero", headers=HTMX))


def test_the_last_block_brings_what_follows_it() -> None:
    many(48)
    client = cast.guest().client
    assert "part=tail" in text(client.get("/movies/"))
    many(60)
    tail = text(client.get("/movies/?page=1&part=tail", headers=HTMX))
    assert 'class="more"' in tail
    assert 'hx-swap-oob="true"' in tail
    assert 'class="more"' not in text(client.get("/movies/?page=1&part=block", headers=HTMX))


def test_scripts_are_told_where_a_film_resumes() -> None:
    movie, vera = a_movie("Short"), cast.viewer()
    Movie.objects.update(playable=True, duration_ms=12_000)
    span = 'resumes-from="1.200" resumes-until="10.800"'
    assert span in text(vera.client.get(f"/movies/{movie.pk}/watch/"))
    assert span in text(cast.guest().client.get(movie.get_absolute_url()))
    keep_position(actor=vera.actor, movie_id=movie.pk, at_ms=3_000, duration_ms=12_000, at=timezone.now())
    mine = text(vera.client.get(movie.get_absolute_url()))
    assert "Continue at 0:03" in mine
    assert "resume-words" not in mine


def test_the_small_icon_has_its_usual_address() -> None:
    answer = cast.guest().client.get("/favicon.ico")
    assert answer.status_code == 302
    assert answer["Location"].endswith(".png")


WHOLE: dict[str, Any] = {
    "year": 1999, "premiered": date(1999, 3, 31), "studio": "Ours", "country": "France", "language": "English",
    "collection": ("Trilogy & more", "Three films."), "ratings": (("imdb", 8.66, 1200), ("elsewhere", 9.0, None)),
    "credits": (("Ann", "actor", "Eve"), ("Bob", "actor", "")), "photos": {"Ann": "a" * 32},
}  # fmt: skip


def test_a_film_shows_all_that_is_told_of_it() -> None:
    movie = a_movie("Whole <One>", logo="b" * 32, **WHOLE)
    page = text(cast.guest().client.get(movie.get_absolute_url()))
    assert f'<h1 class="logo"><img src="/pictures/{"b" * 32}/640.webp" alt="Whole &lt;One&gt;"></h1>' in page
    for said in (
        "March 31, 1999",
        "Ours",
        "France",
        "English",
        "IMDb <b>8.7</b>",
        "1200 votes",
        "elsewhere <b>9.0</b>",
    ):
        assert said in page
    assert f'<img class="face" src="/pictures/{"a" * 32}/96.webp"' in page
    assert '<span class="face" aria-hidden="true">B</span>' in page
    assert "Trilogy" not in page
    chinese = text(cast.guest().client.get(movie.get_absolute_url(), headers={"Accept-Language": "zh-Hans"}))
    assert "1999年3月31日" in chinese


def test_a_films_art_is_its_backdrop_else_its_still_else_drawn() -> None:
    client, movie = cast.guest().client, a_movie("Art")
    assert 'class="film-art drawn"' in text(client.get(movie.get_absolute_url()))
    Movie.objects.update(still="c" * 32)
    page = text(client.get(movie.get_absolute_url()))
    assert f"/pictures/{'c' * 32}/1280.webp" in page
    assert "film-art drawn" not in page
    Movie.objects.update(backdrop="d" * 32)
    assert f"/pictures/{'d' * 32}/1280.webp" in text(client.get(movie.get_absolute_url()))


def test_a_film_without_a_logo_has_its_title_in_words() -> None:
    assert '<h1 class="">Plain</h1>' in text(cast.guest().client.get(a_movie("Plain").get_absolute_url()))


def test_the_shelf_of_a_collection_holds_the_others_in_order_and_no_hidden_one() -> None:
    here = a_movie("Second", **WHOLE)
    a_movie("Third", **{**WHOLE, "year": 2003})
    a_movie("First", **{**WHOLE, "year": 1990, "premiered": None})
    Movie.objects.filter(pk=a_movie("Secret", **WHOLE).pk).update(hidden=True)
    page = text(cast.guest().client.get(here.get_absolute_url()))
    shelf = page[page.index("Trilogy &amp; more") :]
    assert "Three films." in shelf
    assert shelf.index(">First<") < shelf.index(">Third<")
    assert ">Second<" not in shelf
    assert "Secret" not in page
    assert "Secret" in text(cast.editor().client.get(here.get_absolute_url()))


def test_a_film_asks_as_much_with_many_others_as_with_few() -> None:
    def asked(movie: Movie) -> int:
        client = cast.guest().client
        client.get(movie.get_absolute_url())
        with CaptureQueriesContext(connection) as caught:
            text(client.get(movie.get_absolute_url()))
        return len(caught)

    movie = a_movie("One", genres=("Drama",), **WHOLE)
    a_movie("Two", genres=("Drama",), **WHOLE)
    few = asked(movie)
    for number in range(9):
        a_movie(f"Film {number}", genres=("Drama", f"Genre {number}"), **WHOLE)
    assert asked(movie) == few


def test_the_watch_page_knows_what_comes_next(django_assert_max_num_queries: Any) -> None:
    one, two, three = (a_movie(f"Part {number}", year=2000 + number, genres=("Drama",)) for number in (1, 2, 3))
    alike = a_movie("Alike", genres=("Drama", "War"))
    shelf = Collection.objects.create(name="Parts")
    Movie.objects.filter(title__startswith="Part").update(collection=shelf)
    Movie.objects.exclude(pk=two.pk).update(playable=True)
    client = cast.guest().client
    with django_assert_max_num_queries(8):
        page = text(client.get(f"/movies/{one.pk}/watch/"))
    assert f'next="/movies/{three.pk}/watch/" next-kind="collection" next-title="Part 3"' in page
    assert f'next="/movies/{alike.pk}/watch/" next-kind="alike"' in text(client.get(f"/movies/{three.pk}/watch/"))
    assert " next=" not in text(client.get(f"/movies/{a_movie('Alone').pk}/watch/"))
