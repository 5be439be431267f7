"""Lists of movies: only what the actor may see, in order, at a constant number of queries."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from enchanted.catalogue import queries
from enchanted.catalogue.actions import editing
from enchanted.catalogue.actions.adding import NewMovie, add_movie
from enchanted.catalogue.actions.facets import set_facets
from enchanted.catalogue.models import Genre, Movie, Person
from enchanted.core.actor import GUEST, HOUSE
from enchanted.core.errors import Invalid, NotAllowed, NotFound
from enchanted.core.models import OutboxRow
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def a_movie(title: str, **more: Any) -> Movie:
    return add_movie(actor=HOUSE, new=NewMovie(title=title, **more))


def titles(**question: Any) -> list[str]:
    return [movie.title for movie in queries.list_movies(GUEST, **question).movies]


def test_guests_see_neither_hidden_nor_deleted_films() -> None:
    shown, hidden, deleted = a_movie("Shown"), a_movie("Hidden"), a_movie("Deleted")
    Movie.objects.filter(pk=hidden.pk).update(hidden=True)
    Movie.objects.filter(pk=deleted.pk).update(deleted_at=timezone.now())
    assert titles() == ["Shown"]
    assert queries.movie_of(GUEST, shown.pk).title == "Shown"
    for movie in (hidden, deleted):
        with pytest.raises(NotFound):
            queries.movie_of(GUEST, movie.pk)
    assert queries.movie_of(cast.editor().actor, hidden.pk)
    with pytest.raises(NotFound):
        queries.movie_of(HOUSE, deleted.pk)
    assert queries.movie_to_draw(cast.editor("Ed").actor, deleted.pk)
    with pytest.raises(NotFound):
        queries.movie_to_draw(GUEST, deleted.pk)


def test_search_finds_words_in_any_order_in_titles_originals_and_people() -> None:
    a_movie("The Kid", original_title="寻子遇仙记", credits=(("Charles Chaplin", "director", ""),))
    a_movie("Other", credits=(("Buster Keaton", "actor", "He"),))
    assert titles(words="KID the") == ["The Kid"]
    assert titles(words="寻子") == ["The Kid"]
    assert titles(words="chaplin kid") == ["The Kid"]
    assert titles(words="keaton") == ["Other"]
    assert titles(words="%") == titles(words="_") == []
    assert titles(words="kid keaton") == []


def test_genres_orders_and_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE_SIZE", 2)
    a_movie("b", year=1990, genres=("Drama",))
    a_movie("A", year=2000, genres=("Drama", "Comedy"))
    a_movie("c", year=1980)
    assert titles(order="title") == ["A", "b"]
    assert titles(order="title", page=2) == ["c"]
    assert titles(order="year") == ["A", "b"]
    assert titles(order="new") == ["c", "A"]
    drama, comedy = queries.largest_genres(GUEST, 5)
    assert (drama.name, comedy.name) == ("Drama", "Comedy")
    assert sorted(titles(genre=drama.pk)) == ["A", "b"]
    last = queries.list_movies(GUEST, page=99)
    assert (last.number, last.pages, last.total, last.next, last.previous) == (2, 2, 3, None, 1)


@pytest.mark.parametrize("change", [editing.hide, editing.delete])
def test_people_and_genres_out_of_sight_stand_in_no_list(change: Any) -> None:
    movie = a_movie("A", genres=("Drama", "Noir"), credits=(("Ann", "actor", ""), ("Bob", "actor", "")))
    noir, ann = Genre.objects.get(name="Noir"), Person.objects.get(name="Ann")
    for thing in (noir, ann):
        assert change(actor=HOUSE, kind=type(thing), ids=[thing.pk], at=timezone.now()) == 1
    assert [genre.name for genre in queries.largest_genres(GUEST, 5)] == ["Drama"]
    assert [credit.person.name for credit in queries.credits_of(movie)] == ["Bob"]
    assert queries.list_movies(GUEST).movies[0].genre_names == ["Drama"]
    editing.show(actor=HOUSE, kind=Genre, ids=[noir.pk], at=timezone.now())
    editing.restore(actor=HOUSE, kind=Genre, ids=[noir.pk], at=timezone.now())
    assert len(queries.largest_genres(GUEST, 5)) == 2


def test_facets_are_told_once() -> None:
    movie = a_movie("A")
    OutboxRow.objects.all().delete()
    set_facets(movie_id=movie.pk, playable=True)
    set_facets(movie_id=movie.pk, playable=True)
    assert OutboxRow.objects.count() == 1
    assert titles(playable=True) == ["A"]
    with pytest.raises(TypeError):
        set_facets(movie_id=movie.pk, title="x")


def test_adding_needs_staff_and_a_title() -> None:
    with pytest.raises(NotAllowed):
        add_movie(actor=cast.viewer().actor, new=NewMovie(title="A"))
    with pytest.raises(Invalid):
        a_movie(" ")


@pytest.mark.parametrize("address", ["/api/movies/", "/movies/", "/"])
def test_a_list_takes_as_many_queries_for_forty_films_as_for_four(address: str, django_assert_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = Client()
    for number in range(4):
        set_facets(movie_id=a_movie(f"Film {number}", genres=("Drama", "Noir")).pk, playable=True)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        assert client.get(address).status_code == 200
    for number in range(40):
        set_facets(
            movie_id=a_movie(f"More {number}", genres=("Drama", "Noir"), credits=(("P", "actor", ""),)).pk,
            playable=True,
        )
    with django_assert_num_queries(len(few)):
        assert client.get(address).status_code == 200


def test_the_resources_answer_and_refuse() -> None:
    movie = a_movie("The Kid", year=1921, genres=("Comedy",), credits=(("C. Chaplin", "director", ""),))
    client = Client()
    page = client.get("/api/movies/?q=kid").json()
    assert (page["total"], page["items"][0]["title"], page["items"][0]["genres"]) == (1, "The Kid", ["Comedy"])
    assert page["items"][0]["poster"].startswith(f"/movies/{movie.pk}/poster.svg")
    whole = client.get(f"/api/movies/{movie.pk}/").json()
    assert whole["credits"] == [{"name": "C. Chaplin", "job": "director", "character": ""}]
    assert client.get("/api/movies/999999/").status_code == 404
    assert client.get("/api/movies/?page=none").status_code == 400
    assert client.get("/api/movies/?order=random").json()["errors"]["order"]
    assert client.delete(f"/api/movies/{movie.pk}/").status_code == 405
