"""Values as strangers' files tell them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enchanted.core import told


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("142", 142), ("142 min", 142), ("142min.", 142), ("117分钟", 117), ("117 分鐘", 117), ("1h 35m", 95),
        ("1h35", 95), ("2 h", 120), ("1 hour 5 minutes", 65), ("1小时35分", 95), ("PT2H22M", 142), ("PT142M", 142),
        ("02:22:00", 142), ("1:35", 95), ("81.0", 81), ("９０ 分钟", 90), ("95 mins", 95), ("90'", 90),
        ("", None), ("0", None), ("TBA", None), ("PT", None), ("99999", None), ("142 apples", None), ("-90", None),
    ],
)  # fmt: skip
def test_running_times(text: str, minutes: int | None) -> None:
    assert told.minutes(text) == minutes


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("1994", 1994), ("(1994)", 1994), ("1994-09-10", 1994), ("1994年", 1994), ("10/09/1994", 1994),
        ("１９９４", 1994), ("1994.0", 1994), ("19940910", 1994), ("1994–1996", 1994), ("Sept 1994", 1994),
        ("TBA", None), ("", None), ("3", None), ("1601-01-01", None), ("12345", None), ("9999", None),
    ],
)  # fmt: skip
def test_years(text: str, year: int | None) -> None:
    assert told.year(text) == year


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1999-03-31", date(1999, 3, 31)), ("1999/3/31", date(1999, 3, 31)), ("1999年3月31日", date(1999, 3, 31)),
        ("1999-03-31T00:00:00Z", date(1999, 3, 31)), ("19990331", date(1999, 3, 31)), ("31.03.1999", date(1999, 3, 31)),
        ("03/04/1999", None), ("1999-13-01", None), ("1601-01-01", None), ("1999", None), ("soon", None),
    ],
)  # fmt: skip
def test_days_only_where_the_month_is_beyond_doubt(text: str, day: date | None) -> None:
    assert told.day(text) == day


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Drama, Crime", ("Drama", "Crime")), ("Drama/Crime", ("Drama", "Crime")), ("剧情、犯罪", ("剧情", "犯罪")),
        ("剧情，犯罪", ("剧情", "犯罪")), ("Drama; Crime", ("Drama", "Crime")),
        ("Drama|Sci-Fi/Fantasy", ("Drama", "Sci-Fi/Fantasy")),
        ("Tyler, the Creator | Bo Burnham", ("Tyler, the Creator", "Bo Burnham")),
        ("Tyler, the Creator; Bo Burnham", ("Tyler, the Creator", "Bo Burnham")),
        ("Drama,\xa0Crime\u3000Noir, ,Drama", ("Drama", "Crime Noir")), ("", ()),
    ],
)  # fmt: skip
def test_lists_are_parted_by_the_one_separator_they_use(text: str, names: tuple[str, ...]) -> None:
    assert told.parts(text, 80) == names


def test_counts_and_ratings() -> None:
    assert [told.count(text) for text in ("1234", "1,234", "1.234", "1 234", "1\xa0234", "1.2", "12,34", "many")] == [
        1234, 1234, 1234, 1234, 1234, None, None, None,
    ]  # fmt: skip
    assert [told.rating(text) for text in ("8.7", "8,7", "87%", "4.3/5", "11", "-1", "nan")] == [
        8.7, 8.7, 8.7, 8.6, None, None, None,
    ]  # fmt: skip
    assert told.rating("87", 100) == 8.7
    assert [told.catalogue_id(*pair) for pair in (("imdb", "0133093"), ("imdb", "nm1"), ("tmdb", "603.0"))] == [
        "tt0133093", "", "603",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"", "utf-8"), (b"Drama", "utf-8"), ("霸王别姬".encode(), "utf-8"), ("霸王别姬".encode("gb18030"), "gb18030"),
        (b"caf\xe9 ", "cp1252"), (b"Am\xe9lie", "cp1252"),
        ("é".encode("utf-16"), "utf-16"), ("é".encode("utf-8-sig"), "utf-8-sig"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("size", [1, 3, 1000])
def test_an_encoding_is_told_in_chunks_of_any_size(data: bytes, encoding: str, size: int) -> None:
    if size >= 3 or not data.startswith((b"\xff\xfe", b"\xef\xbb\xbf")):
        assert told.encoding_of(data[at : at + size] for at in range(0, len(data), size)) == encoding


@given(st.text())
def test_no_text_breaks_a_reader(text: str) -> None:
    minutes, year, day = told.minutes(text), told.year(text), told.day(text)
    assert minutes is None or 1 <= minutes <= told.MOST_MINUTES
    assert year is None or told.EARLIEST <= year <= told.LATEST
    assert day is None or told.EARLIEST <= day.year <= told.LATEST
    assert (told.rating(text) or 0) <= 10
    assert (told.count(text) or 0) < 2**31
    for name in told.parts(text, 20):
        assert 0 < len(name) <= 20
        assert name == " ".join(name.split())


@given(st.integers(1, 99 * 60 + 59))
def test_every_way_to_write_a_running_time_reads_alike(minutes: int) -> None:
    hours, rest = divmod(minutes, 60)
    ways = [f"{minutes}", f"{minutes} min", f"{minutes}分钟", f"{hours}h {rest}m", f"PT{hours}H{rest}M",
            f"{hours:02}:{rest:02}:00"]  # fmt: skip
    assert {told.minutes(way) for way in ways} == {minutes}


@given(st.lists(st.text("abcdefé电影 '-", min_size=1, max_size=8).filter(str.strip), min_size=2))
def test_joined_names_come_apart_again(names: list[str]) -> None:
    plain = tuple(dict.fromkeys(" ".join(name.split()) for name in names))
    for mark in (" | ", "/", "、", "; ", ", "):
        assert told.parts(mark.join(names), 80) == plain
