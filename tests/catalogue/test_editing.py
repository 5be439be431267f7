"""Staff change films, people and genres."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from enchanted.catalogue.actions import editing
from enchanted.catalogue.actions.editing import CreditLine
from enchanted.catalogue.events import MovieChanged
from enchanted.catalogue.models import Credit, Genre, Movie, Person
from enchanted.core import facts, storage
from enchanted.core.actor import GUEST, HOUSE, Actor
from enchanted.core.errors import Invalid, NotAllowed
from enchanted.core.facts import Way
from enchanted.core.pictures import picture_key
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.database]

AT = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
EDITOR = Actor(2, "Edda", frozenset({"editor"}))
VIEWER = Actor(3, "Vera")


@pytest.fixture
def changed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Ids of the films that were said to have changed."""
    heard: list[int] = []
    monkeypatch.setitem(facts.switchboard.rows, MovieChanged, [(Way.NOW, lambda fact: heard.append(fact.movie_id))])
    return heard


def edit(movie: Movie | None = None, **given: Any) -> Movie:
    return editing.edit_movie(actor=EDITOR, movie=movie, at=AT, **({"fields": {}} | given))


def test_a_film_is_added_whole(changed: list[int]) -> None:
    ann, bob = (Person.objects.create(name=name) for name in ("Ann", "Bob"))
    drama = Genre.objects.create(name="Drama")
    lines = [CreditLine(bob.pk, "director"), CreditLine(ann.pk, "actor", " Eve ")]
    movie = edit(fields={"title": " Dusk ", "year": 1999, "hidden": True}, genres=[drama], credits=lines)
    movie = Movie.objects.get(pk=movie.pk)
    assert (movie.title, movie.title_key, movie.year, movie.hidden, movie.genre_names) == (
        "Dusk",
        "dusk",
        1999,
        True,
        ["Drama"],
    )
    assert [(c.person.name, c.job, c.character) for c in movie.credits.all()] == [
        ("Bob", "director", ""),
        ("Ann", "actor", "Eve"),
    ]
    assert changed == [movie.pk]
    assert movie.changed_at is not None


def test_what_is_not_given_stays(changed: list[int]) -> None:
    ann, drama = Person.objects.create(name="Ann"), Genre.objects.create(name="Drama")
    movie = edit(fields={"title": "Dusk"}, genres=[drama], credits=[CreditLine(ann.pk, "actor")])
    before = Credit.objects.get().pk
    edit(movie, fields={"year": 2001})
    edit(movie, credits=[CreditLine(ann.pk, "actor")])
    movie.refresh_from_db()
    assert (movie.title, movie.year, movie.genre_names, Credit.objects.get().pk) == ("Dusk", 2001, ["Drama"], before)
    edit(movie, genres=[], credits=[])
    assert not movie.credits.exists()
    assert not movie.genres.exists()
    assert changed == [movie.pk] * 4


def test_pictures_are_kept_and_taken_away(settings: Any, tmp_path: Path) -> None:
    settings.HOUSE_STORAGE = tmp_path
    movie = edit(fields={"title": "Dusk"}, poster=cast.picture(), backdrop=cast.picture(900))
    assert storage.place(picture_key(movie.poster, 240)).exists()
    assert movie.backdrop != movie.poster
    assert edit(movie, fields={"year": 2001}).poster == movie.poster
    taken = edit(movie, poster=b"")
    assert taken.poster == ""
    assert taken.backdrop == movie.backdrop
    with pytest.raises(Invalid):
        edit(movie, poster=b"GIF89a no picture")


@pytest.mark.parametrize(
    "fields", [{"title": ""}, {"title": "  "}, {"title": "x" * 301}, {"year": -1}, {"runtime": "long"}]
)
def test_bad_fields_are_named(fields: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        edit(fields={"title": "Dusk"} | fields)
    assert list(refused.value.fields) == list(fields)
    assert not Movie.objects.exists()


def test_a_credit_twice_is_refused() -> None:
    ann = Person.objects.create(name="Ann")
    with pytest.raises(Invalid):
        edit(
            fields={"title": "Dusk"}, credits=[CreditLine(ann.pk, "actor", "Eve"), CreditLine(ann.pk, "actor", " Eve")]
        )
    with pytest.raises(Invalid):
        edit(fields={"title": "Dusk"}, credits=[CreditLine(ann.pk, "baker")])
    assert not Movie.objects.exists()


def test_facets_are_not_for_editing() -> None:
    with pytest.raises(TypeError):
        edit(fields={"title": "Dusk", "playable": True})


def test_hiding_showing_deleting_restoring(changed: list[int]) -> None:
    ids = [edit(fields={"title": title}).pk for title in ("One", "Two")]
    changed.clear()
    assert editing.hide(actor=EDITOR, kind=Movie, ids=ids, at=AT) == 2
    assert editing.hide(actor=EDITOR, kind=Movie, ids=ids, at=AT) == 0
    assert editing.show(actor=EDITOR, kind=Movie, ids=ids[:1], at=AT) == 1
    assert [movie.pk for movie in Movie.objects.shown()] == ids[:1]
    assert editing.delete(actor=EDITOR, kind=Movie, ids=ids[:1], at=AT) == 1
    assert Movie.objects.get(pk=ids[0]).deleted_at == AT
    assert not Movie.objects.shown().exists()
    assert editing.restore(actor=EDITOR, kind=Movie, ids=ids, at=AT) == 1
    assert Movie.objects.kept().count() == 2
    assert changed == [*ids, ids[0], ids[0], ids[0]]


def test_people_and_genres_are_renamed() -> None:
    ann = editing.edit_person(actor=EDITOR, person=None, name=" Ann ", at=AT)
    assert editing.edit_person(actor=EDITOR, person=None, name="Ann", at=AT).pk != ann.pk, "namesakes are people too"
    assert editing.edit_person(actor=EDITOR, person=ann, name="Anna", at=AT).pk == ann.pk
    assert Person.objects.get(pk=ann.pk).name_key == "anna"
    drama = editing.edit_genre(actor=EDITOR, genre=None, name="Drama", at=AT)
    movie = edit(fields={"title": "Dusk"}, genres=[drama])
    editing.edit_genre(actor=EDITOR, genre=drama, name="Dramas", at=AT)
    movie.refresh_from_db()
    assert movie.genre_names == ["Dramas"]
    assert movie.changed_at == AT
    with pytest.raises(Invalid):
        editing.edit_genre(actor=EDITOR, genre=None, name="DRAMAS", at=AT)
    with pytest.raises(Invalid):
        editing.edit_person(actor=EDITOR, person=None, name=" ", at=AT)


@pytest.mark.parametrize("actor", [GUEST, VIEWER])
def test_only_editors_edit(actor: Actor) -> None:
    movie = edit(fields={"title": "Dusk"})
    genre, person = Genre.objects.create(name="G"), Person.objects.create(name="P")
    for refused in (
        lambda: editing.edit_movie(actor=actor, movie=movie, fields={"title": "x"}, at=AT),
        lambda: editing.hide(actor=actor, kind=Movie, ids=[movie.pk], at=AT),
        lambda: editing.show(actor=actor, kind=Movie, ids=[movie.pk], at=AT),
        lambda: editing.delete(actor=actor, kind=Movie, ids=[movie.pk], at=AT),
        lambda: editing.restore(actor=actor, kind=Movie, ids=[movie.pk], at=AT),
        lambda: editing.edit_genre(actor=actor, genre=genre, name="x", at=AT),
        lambda: editing.edit_person(actor=actor, person=person, name="x", at=AT),
    ):
        with pytest.raises(NotAllowed):
            refused()
    assert editing.hide(actor=HOUSE, kind=Movie, ids=[movie.pk], at=AT) == 1
