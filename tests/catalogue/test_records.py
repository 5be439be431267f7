"""Records of films, as catalogue files hold them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from enchanted.catalogue.actions.records import import_records
from enchanted.catalogue.logic.records import Record, read_record
from enchanted.catalogue.models import Credit, ExternalId, Genre, Movie, Person
from enchanted.core.actor import GUEST, HOUSE
from enchanted.core.errors import Invalid, NotAllowed

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "catalogue"
GIVEN = {
    "title": " The  Matrix ", "year": 1999, "cast": ["Keanu Reeves", "Keanu Reeves", ""], "genres": ["Action"],
    "href": "The_Matrix", "extract": "A hacker.", "thumbnail": "https://example.org/p.jpg", "thumbnail_width": 264,
}  # fmt: skip


def test_a_record_is_cleaned() -> None:
    record = read_record(GIVEN)
    assert (record.title, record.cast) == ("The Matrix", ("Keanu Reeves",))
    assert record.key == read_record(GIVEN).key != read_record({**GIVEN, "year": 2000}).key
    assert record.plot_source == "Text from Wikipedia, article The Matrix, CC BY-SA"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ([], "object"), ({}, "title"), ({"title": "  "}, "title"), ({"title": 5}, "title"), (None, "object"),
        ({"title": "A", "year": "soon"}, "year"), ({"title": "A", "year": 3}, "year"),
        ({"title": "A", "year": True}, "year"),
        ({"title": "A", "cast": "Bo"}, "cast"), ({"title": "A", "genres": [1]}, "genres"),
    ],
)  # fmt: skip
def test_a_bad_record_says_what_is_wrong(given: object, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        read_record(given)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(list(GIVEN)), inner, max_size=5),
)


@given(JSON)
def test_no_json_breaks_the_reader(value: object) -> None:
    try:
        record = read_record(value)
    except Invalid:
        return
    assert record.title
    assert len(record.title) <= 300


@pytest.mark.django_db
@pytest.mark.database
def test_records_become_movies_once_and_edits_stay() -> None:
    records = [read_record(GIVEN), read_record({"title": "Other", "year": 1999, "cast": ["keanu reeves"]})]
    assert import_records(actor=HOUSE, records=records).new == 2
    assert Person.objects.count() == 1
    assert Credit.objects.count() == 2
    Movie.objects.filter(title="Other").update(plot="edited")
    done = import_records(actor=HOUSE, records=records)
    assert (done.new, done.known) == (0, 2)
    assert Movie.objects.get(title="Other").plot == "edited"


@pytest.mark.django_db
@pytest.mark.database
def test_one_title_and_year_may_be_two_films_and_one_key_is_one() -> None:
    twins = [
        Record("wikipedia", "a", "Twin", 2000),
        Record("wikipedia", "b", "Twin", 2000),
        Record("wikipedia", "a", "Twin", 2000),
    ]
    done = import_records(actor=HOUSE, records=twins)
    assert (done.new, done.known) == (2, 1)
    assert ExternalId.objects.count() == 2


@pytest.mark.django_db
def test_guests_take_nothing_in() -> None:
    with pytest.raises(NotAllowed):
        import_records(actor=GUEST, records=[read_record(GIVEN)])


@pytest.mark.django_db
@pytest.mark.database
def test_the_number_of_queries_does_not_grow_with_the_batch(django_assert_max_num_queries: Any) -> None:
    many = [Record("record", str(n), f"Film {n}", 2000, (f"Person {n}", "Everyone"), ("Drama",)) for n in range(300)]
    with django_assert_max_num_queries(30):
        import_records(actor=HOUSE, records=many)
    assert (Movie.objects.count(), Genre.objects.count(), Person.objects.count()) == (300, 1, 301)


@pytest.mark.django_db
@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared/data/catalogue, which is not part of the repository")
def test_a_real_decade_goes_in_whole() -> None:
    values = orjson.loads((SHARED / "movies-1970s.json").read_bytes())
    records = [read_record(value) for value in values]
    done = import_records(actor=HOUSE, records=records)
    assert (done.new, done.known) == (1617, 0)
    assert import_records(actor=HOUSE, records=records).known == 1617
