"""Where a viewer stopped is theirs, and nobody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from enchanted.catalogue.models import Movie
from enchanted.core.actor import GUEST
from enchanted.core.errors import Invalid, NotAllowed, NotFound
from enchanted.library.actions import keep_position
from enchanted.library.models import Position
from enchanted.library.queries import continue_watching, position_of
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def movie() -> Movie:
    return Movie.objects.create(title="A Film", playable=True)


def stop(person: cast.Person, movie: Movie, seconds: float, *, ago: int = 0) -> None:
    at = timezone.now() - timedelta(minutes=ago)
    keep_position(actor=person.actor, movie_id=movie.pk, at_ms=round(seconds * 1000), duration_ms=100_000, at=at)


def test_the_last_place_is_kept(movie: Movie) -> None:
    vera, stranger = cast.viewer(), cast.stranger()
    stop(vera, movie, 10)
    stop(vera, movie, 20)
    position = position_of(vera.actor, movie)
    assert position is not None
    assert position.at_ms == 20_000
    assert Position.objects.count() == 1
    assert position_of(stranger.actor, movie) is None
    assert position_of(GUEST, movie) is None


def test_what_is_refused(movie: Movie) -> None:
    vera = cast.viewer()
    with pytest.raises(NotAllowed):
        keep_position(actor=GUEST, movie_id=movie.pk, at_ms=1, duration_ms=2, at=timezone.now())
    with pytest.raises(Invalid):
        stop(vera, movie, 101)
    with pytest.raises(Invalid):
        stop(vera, movie, -1)
    Movie.objects.update(hidden=True)
    with pytest.raises(NotFound):
        stop(vera, movie, 1)


def test_continue_watching_holds_what_is_begun_and_not_finished(movie: Movie) -> None:
    vera = cast.viewer()
    later, done, barely = (Movie.objects.create(title=title, playable=True) for title in ("Later", "Done", "Barely"))
    stop(vera, movie, 50, ago=5)
    stop(vera, later, 20)
    stop(vera, done, 95)
    stop(vera, barely, 2)
    found = continue_watching(vera.actor, 10)
    assert [film.title for film in found] == ["Later", "A Film"]
    assert found[0].stopped.at_ms == 20_000  # type: ignore[attr-defined]
    assert continue_watching(GUEST, 10) == []


def test_the_resource(movie: Movie) -> None:
    vera = cast.viewer()
    address = f"/api/movies/{movie.pk}/position/"
    assert vera.client.get(address).json() == {"at": 0, "duration": 0}
    place, json = {"at": 12.5, "duration": 100}, "application/json"
    assert vera.client.put(address, place, json).status_code == 200
    assert vera.client.get(address).json() == {"at": 12.5, "duration": 100.0}
    assert cast.stranger().client.get(address).json()["at"] == 0
    assert cast.guest().client.put(address, place, json).status_code == 403
    assert vera.client.put(address, {"at": "x"}, json).status_code == 400
    assert vera.client.put("/api/movies/999999/position/", place, json).status_code == 404
