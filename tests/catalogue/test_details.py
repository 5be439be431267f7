"""What an NFO adds to a film: studio, premiere, collection, logo, ratings elsewhere, people's photos."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from enchanted.catalogue import queries
from enchanted.catalogue.actions import editing
from enchanted.catalogue.actions.adding import NewMovie, add_movie, complete_movie
from enchanted.catalogue.models import Collection, ExternalRating, Movie, Person
from enchanted.core.actor import GUEST, HOUSE
from enchanted.core.errors import Invalid, NotAllowed
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.database]
WHOLE = NewMovie(
    title="Matrix", year=1999, studio="Warner", premiered=date(1999, 3, 31), logo="l" * 32,
    collection=("The Matrix", "Four films."), ratings=(("imdb", 8.7, 12), ("tmdb", 8.2, None)),
    credits=(("Keanu", "actor", "Neo"), ("Lana", "director", "")), photos={"KEANU": "k" * 32, "Nobody": "n" * 32},
)  # fmt: skip


def ratings(movie: Movie) -> dict[str, tuple[float, int | None]]:
    return {one.source: (one.value, one.votes) for one in ExternalRating.objects.filter(movie=movie)}


def test_a_film_comes_with_all_of_it() -> None:
    movie = add_movie(actor=HOUSE, new=WHOLE)
    movie.refresh_from_db()
    assert (movie.studio, movie.premiered, movie.logo) == ("Warner", date(1999, 3, 31), "l" * 32)
    assert movie.collection is not None
    assert (movie.collection.name, movie.collection.overview) == ("The Matrix", "Four films.")
    assert ratings(movie) == {"imdb": (8.7, 12), "tmdb": (8.2, None)}
    assert dict(Person.objects.values_list("name", "photo")) == {"Keanu": "k" * 32, "Lana": ""}


def test_a_collection_is_one_whatever_its_case_and_keeps_its_overview() -> None:
    add_movie(actor=HOUSE, new=NewMovie(title="A", collection=("THE  matrix", "")))
    add_movie(actor=HOUSE, new=WHOLE)
    add_movie(actor=HOUSE, new=NewMovie(title="B", collection=("the matrix", "Another overview.")))
    collection = Collection.objects.get()
    assert (collection.name, collection.overview, collection.movies.count()) == ("THE  matrix", "Four films.", 3)


def test_only_what_is_lacking_is_filled() -> None:
    mine = Collection.objects.create(name="Mine")
    movie = Movie.objects.create(title="Matrix", studio="Edited", collection=mine)
    ExternalRating.objects.create(movie=movie, source="imdb", value=5)
    Person.objects.create(name="Keanu", photo="old")
    complete_movie(actor=HOUSE, movie=movie, new=WHOLE)
    movie.refresh_from_db()
    assert (movie.studio, movie.collection_id, movie.premiered) == ("Edited", mine.pk, date(1999, 3, 31))
    assert ratings(movie) == {"imdb": (5, None), "tmdb": (8.2, None)}
    assert Person.objects.get(name="Keanu").photo == "old"
    bare = Movie.objects.create(title="Bare")
    complete_movie(actor=HOUSE, movie=bare, new=WHOLE)
    assert Movie.objects.get(pk=bare.pk).collection == Collection.objects.get(name="The Matrix")


def test_the_other_films_of_a_collection_stand_in_the_order_they_came_out(django_assert_num_queries: Any) -> None:
    def film(title: str, year: int | None, day: date | None = None) -> Movie:
        return add_movie(actor=HOUSE, new=NewMovie(title=title, year=year, premiered=day, collection=("C", "")))

    film("Later", 2003, date(2003, 11, 5)), film("Unknown", None), film("Earlier", 2003, date(2003, 5, 15))
    here, hidden, gone = film("First", 1999), film("Hidden", 2000), film("Gone", 2001)
    editing.hide(actor=HOUSE, kind=Movie, ids=[hidden.pk], at=here.added_at)
    editing.delete(actor=HOUSE, kind=Movie, ids=[gone.pk], at=here.added_at)
    with django_assert_num_queries(2):
        shelf = queries.shelf_of(GUEST, here)
        assert [movie.title for movie in shelf] == ["Earlier", "Later", "Unknown"]
        assert [movie.genre_names for movie in shelf] == [[], [], []]
    assert "Hidden" in [movie.title for movie in queries.shelf_of(cast.editor().actor, here)]
    assert queries.shelf_of(GUEST, add_movie(actor=HOUSE, new=NewMovie(title="Alone"))) == []


def test_the_whole_movie_says_it_all(django_assert_num_queries: Any) -> None:
    movie, client = add_movie(actor=HOUSE, new=WHOLE), cast.guest().client
    with django_assert_num_queries(4):
        told = client.get(f"/api/movies/{movie.pk}/").json()
    assert (told["studio"], told["premiered"], told["collection"]) == ("Warner", "1999-03-31", "The Matrix")
    assert told["ratings"] == [
        {"source": "imdb", "value": 8.7, "votes": 12}, {"source": "tmdb", "value": 8.2, "votes": None},
    ]  # fmt: skip


def test_collections_are_renamed_by_editors_alone() -> None:
    collection = editing.edit_collection(actor=HOUSE, collection=None, name="One", overview=" All. ")
    editing.edit_collection(actor=HOUSE, collection=collection, name="Two", overview="More.")
    collection.refresh_from_db()
    assert (collection.name, collection.name_key, collection.overview) == ("Two", "two", "More.")
    with pytest.raises(Invalid, match="of this name"):
        editing.edit_collection(actor=HOUSE, collection=None, name="TWO", overview="")
    with pytest.raises(Invalid):
        editing.edit_collection(actor=HOUSE, collection=None, name="  ", overview="")
    with pytest.raises(NotAllowed):
        editing.edit_collection(actor=cast.viewer().actor, collection=collection, name="Mine", overview="")
    assert Collection.objects.count() == 1
