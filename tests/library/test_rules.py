"""One rule says where films go on, for one place and for many rows alike."""

from __future__ import annotations

import pytest
from django.utils import timezone

from enchanted.catalogue.models import Movie
from enchanted.library.models import Position
from enchanted.library.rules import resumes, resuming
from tests import cast

PLACES = [
    (0, 0, False), (0, 12_000, False), (1_199, 12_000, False), (1_200, 12_000, True), (10_799, 12_000, True),
    (10_800, 12_000, False), (4_999, 600_000, False), (5_000, 600_000, True), (539_999, 600_000, True),
    (540_000, 600_000, False), (600_000, 600_000, False),
]  # fmt: skip


@pytest.mark.parametrize(("at", "length", "on"), PLACES)
def test_a_film_goes_on_where_it_was_begun_and_is_not_over(at: int, length: int, on: bool) -> None:
    assert resumes(at, length) is on


@pytest.mark.django_db
def test_rows_are_chosen_by_the_same_rule() -> None:
    user_id = cast.viewer().actor.user_id
    assert user_id is not None
    for at, length, _on in PLACES:
        movie = Movie.objects.create(title=f"{at} of {length}")
        Position.objects.create(user_id=user_id, movie=movie, at_ms=at, duration_ms=length, updated_at=timezone.now())
    chosen = set(Position.objects.filter(resuming()).values_list("at_ms", "duration_ms"))
    assert chosen == {(at, length) for at, length, on in PLACES if on}
