"""Records of films, as catalogue files hold them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from enchanted.catalogue.actions.adding import NewMovie, add_movie
from enchanted.catalogue.actions.records import import_records
from enchanted.catalogue.logic.records import FIELDS, Record, read_record
from enchanted.catalogue.models import Credit, ExternalId, Genre, Movie, Person
from enchanted.core import clock
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
        ({"name": "A"}, "title"),
    ],
)  # fmt: skip
def test_a_bad_record_says_what_is_wrong(given: object, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        read_record(given)


@pytest.mark.parametrize(
    "given",
    [
        {"year": "TBA"}, {"year": 3}, {"year": True}, {"cast": 5}, {"genres": [1]}, {"runtime": "long"},
        {"premiered": "in spring"}, {"rating": "eleven"}, {"votes": "many"}, {"imdb": "nm0000206"}, {"tagline": []},
    ],
)  # fmt: skip
def test_what_can_not_be_used_is_left_out_and_noted(given: dict[str, Any]) -> None:
    record = read_record({"title": "A", **given})
    (note,) = record.notes
    assert str(next(iter(given.values()))) in note or next(iter(given)) in note
    assert replace(record, notes=(), key="") == replace(read_record({"title": "A"}), key="")


def test_every_field_is_read() -> None:
    record = read_record({
        "title": "黑客帝国", "original_title": "The Matrix", "sort_title": "Matrix", "year": "1999-03-31",
        "runtime": "2h 16m", "plot": "A hacker.\n\nAnd more.", "tagline": "Free", "genres": "Action|Sci-Fi/Fantasy",
        "cast": "Keanu Reeves、Tyler, the Creator", "directors": [{"name": "Lana"}, {"name": "Lilly"}],
        "writers": "Lana; Lilly", "country": "US/AU", "language": "English", "certificate": "R", "studio": "Warner",
        "premiered": "1999-03-31", "rating": "87%", "votes": "1,234", "imdb": "0133093", "tmdb": 603,
        "douban": "1291843", "poster": "https://example.org/p.jpg", "source": "My list",
    })  # fmt: skip
    assert record.notes == ()
    assert (record.title, record.original_title, record.sort_title) == ("黑客帝国", "The Matrix", "Matrix")
    assert (record.year, record.premiered, record.runtime) == (1999, date(1999, 3, 31), 136)
    assert (record.plot, record.plot_source, record.tagline) == ("A hacker.\n\nAnd more.", "My list", "Free")
    assert (record.genres, record.cast) == (("Action", "Sci-Fi/Fantasy"), ("Keanu Reeves", "Tyler, the Creator"))
    assert (record.directors, record.writers) == (("Lana", "Lilly"), ("Lana", "Lilly"))
    assert (record.country, record.language, record.studio) == ("US / AU", "English", "Warner")
    assert (record.certificate, record.rating) == ("R", (8.7, 1234))
    assert record.ids == {"imdb": "tt0133093", "tmdb": "603", "douban": "1291843"}
    assert record.poster_source == "https://example.org/p.jpg"


@pytest.mark.parametrize(
    ("given", "title", "original"),
    [
        ("肖申克的救赎 The Shawshank Redemption", "肖申克的救赎", "The Shawshank Redemption"),
        ("阿甘正传\u3000Forrest Gump", "阿甘正传", "Forrest Gump"),
        ("星球大战 新希望 / Star Wars", "星球大战 新希望", "Star Wars"),
        ("2001太空漫游 2001: A Space Odyssey", "2001太空漫游", "2001: A Space Odyssey"),
        ("飞屋环游记 Up", "飞屋环游记", "Up"),
        ("机器人总动员 WALL·E", "机器人总动员", "WALL·E"),
        ("霸王别姬 / 再见，我的妾", "霸王别姬 / 再见，我的妾", ""),
        ("无间道 II", "无间道 II", ""), ("蜘蛛侠 3", "蜘蛛侠 3", ""), ("战狼 Part 2", "战狼 Part 2", ""),
        ("V字仇杀队 V for Vendetta", "V字仇杀队 V for Vendetta", ""), ("The Matrix", "The Matrix", ""),
        ("千与千寻 千と千尋", "千与千寻 千と千尋", ""), ("Crouching Tiger 卧虎藏龙", "Crouching Tiger 卧虎藏龙", ""),
        ("海上钢琴师 La leggenda / 1900", "海上钢琴师 La leggenda / 1900", ""),
    ],
)  # fmt: skip
def test_a_chinese_title_is_parted_from_the_original_only_beyond_doubt(given: str, title: str, original: str) -> None:
    record = read_record({"title": given})
    assert (record.title, record.original_title) == (title, original)
    kept = read_record({"title": given, "original_title": ""})
    assert (kept.title, kept.original_title) == (" ".join(given.split()), "")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*GIVEN, *FIELDS]), inner, max_size=5),
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
    assert import_records(actor=HOUSE, records=records, since=clock.now()).new == 2
    assert Person.objects.count() == 1
    assert Credit.objects.count() == 2
    Movie.objects.filter(title="Other").update(plot="edited")
    done = import_records(actor=HOUSE, records=records, since=clock.now())
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
    done = import_records(actor=HOUSE, records=twins, since=clock.now())
    assert (done.new, done.known, done.repeated) == (2, 0, 1)
    assert ExternalId.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.database
def test_a_repeat_in_a_later_batch_is_told_from_a_film_known_before() -> None:
    record, began = read_record(GIVEN), clock.now()
    assert import_records(actor=HOUSE, records=[record], since=began).new == 1
    assert import_records(actor=HOUSE, records=[record], since=began).repeated == 1
    assert import_records(actor=HOUSE, records=[record], since=clock.now()).known == 1


@pytest.mark.django_db
@pytest.mark.database
def test_one_id_is_one_film_and_two_ids_are_two() -> None:
    same = {"title": "Twin", "year": 2000}
    records = [read_record(same | more) for more in (
        {"imdb": "tt0000001"}, {"imdb": "tt0000002"}, {}, {"imdb": "tt0000001", "title": "The Twin"},
    )]  # fmt: skip
    done = import_records(actor=HOUSE, records=records, since=clock.now())
    assert (done.new, done.repeated) == (3, 1)
    add_movie(actor=HOUSE, new=NewMovie(title="Held", ids={"douban": "1291843"}))
    held = read_record({"title": "Another name", "douban": "1291843"})
    assert import_records(actor=HOUSE, records=[held], since=clock.now()).known == 1


@pytest.mark.django_db
@pytest.mark.database
def test_a_whole_record_becomes_a_whole_film() -> None:
    record = read_record({"title": "A", "directors": "D", "writers": "D, W", "cast": ["D", "C"], "rating": "8.7",
                          "votes": 12, "studio": "S", "premiered": "1999-03-31", "runtime": 100,
                          "tmdb": 603})  # fmt: skip
    import_records(actor=HOUSE, records=[record], since=clock.now())
    movie = Movie.objects.get()
    assert (movie.studio, movie.premiered, movie.year, movie.runtime) == ("S", date(1999, 3, 31), 1999, 100)
    assert [(c.person.name, c.job) for c in movie.credits.all()] == [
        ("D", "director"), ("D", "writer"), ("W", "writer"), ("D", "actor"), ("C", "actor"),
    ]  # fmt: skip
    assert [(r.source, r.value, r.votes) for r in movie.external_ratings.all()] == [("rating", 8.7, 12)]
    assert movie.external_ids.filter(scheme="tmdb", value="603").exists()


@pytest.mark.django_db
def test_guests_take_nothing_in() -> None:
    with pytest.raises(NotAllowed):
        import_records(actor=GUEST, records=[read_record(GIVEN)], since=clock.now())


@pytest.mark.django_db
@pytest.mark.database
def test_the_number_of_queries_does_not_grow_with_the_batch(django_assert_max_num_queries: Any) -> None:
    many = [Record("record", str(n), f"Film {n}", 2000, (f"Person {n}", "Everyone"), ("Drama",)) for n in range(300)]
    with django_assert_max_num_queries(30):
        import_records(actor=HOUSE, records=many, since=clock.now())
    assert (Movie.objects.count(), Genre.objects.count(), Person.objects.count()) == (300, 1, 301)


@pytest.mark.django_db
@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared/data/catalogue, which is not part of the repository")
def test_a_real_decade_goes_in_whole() -> None:
    values = orjson.loads((SHARED / "movies-1970s.json").read_bytes())
    records = [read_record(value) for value in values]
    done = import_records(actor=HOUSE, records=records, since=clock.now())
    assert (done.new, done.known) == (1617, 0)
    assert import_records(actor=HOUSE, records=records, since=clock.now()).known == 1617
