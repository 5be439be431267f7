"""Catalogue files in every form and encoding people have them in."""

from __future__ import annotations

import io
import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enchanted.catalogue.logic.records import read_record
from enchanted.catalogue.logic.sheets import Row, rows_of
from enchanted.core.errors import Invalid


def rows(data: str | bytes, **chosen: str) -> list[Row]:
    return list(rows_of(io.BytesIO(data.encode() if isinstance(data, str) else data), chosen))


def given_of(data: str | bytes, **chosen: str) -> list[Any]:
    return [row.given for row in rows(data, **chosen)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_csv_is_read_whatever_parts_it(delimiter: str, newline: str) -> None:
    lines = [["Title", "YEAR", "Other", "cast"], ["Seven; or, a film", "1995", "x", '"A, B"'], [], ["", "", "", ""],
             ["Two\nlines", "", "", "C"]]  # fmt: skip
    text = newline.join(delimiter.join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in line) for line in lines)
    assert given_of(text) == [
        {"title": "Seven; or, a film", "year": "1995", "cast": '"A, B"'},
        {"title": "Two\nlines", "year": "", "cast": "C"},
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("form", ["csv", "list", "object", "lines"])
def test_every_form_in_every_encoding(form: str, encoding: str) -> None:
    films = [{"title": "霸王别姬", "year": "1993"}, {"title": "活着", "year": "1994"}]
    text = {
        "csv": "title,year\n霸王别姬,1993\n活着,1994\n",
        "list": json.dumps(films, ensure_ascii=False),
        "object": json.dumps({"count": 2, "tags": ["x"], "movies": films}, ensure_ascii=False, indent=1),
        "lines": "\n".join(json.dumps(film, ensure_ascii=False) for film in films),
    }[form]
    assert given_of(text.encode(encoding)) == films


def test_columns_are_found_by_name_and_by_choice() -> None:
    text = "Name,Original Title,Released,imdb_id,Regie\nA,B,1999,tt1,D\n"
    assert given_of(text) == [{"title": "A", "original_title": "B", "imdb": "tt1"}]
    assert given_of(text, year="released", premiered="Released", directors="Regie", title="Original Title") == [
        {"title": "B", "year": "1999", "premiered": "1999", "directors": "D", "imdb": "tt1"}
    ]
    films = '[{"name": "A", "released": 1999, "year": "x"}, {"released": 2000, "name": "B"}]'
    assert [(one["title"], one["year"]) for one in given_of(films, title="name", year="released")] == [
        ("A", 1999), ("B", 2000),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "chosen", "words"),
    [
        ("title\nA", {"stars": "title"}, "no field “stars”; there are title, original_title"),
        ("title,year\nA,1", {"plot": "Story"}, "no column “Story”; there are title, year"),
        ("name_of_film,year\nA,1", {}, "No column is the title; there are name_of_film, year"),
        ('[{"a": 1}]', {"title": "b"}, "no column “b”; there are a"),
        ("{", {}, "not JSON"), ("[1", {}, "not JSON"), ('[{"title": "A"},]', {}, "not JSON"),
        ("{}", {}, "a JSON list"), ('{"a": {"b": [{"title": "A"}]}}', {}, "a JSON list"),
        ('{"a": [1, 2]}', {}, "a JSON list"), ("title\n" + '"' + "x" * 200_000, {}, "Line"),
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_refused_in_words(data: str, chosen: dict[str, str], words: str) -> None:
    with pytest.raises(Invalid, match=words):
        rows(data, **chosen)


def test_a_broken_line_is_one_fault_and_the_rest_goes_on() -> None:
    found = rows('{"title": "A"}\n{"title"\n\n{"title": "B"}\n')
    assert [(row.number, bool(row.fault)) for row in found] == [(1, False), (2, True), (3, False)]
    found = rows("title,year\nA,1\nB,2,stray\nC\nD,3,\n")
    assert [(row.number, row.fault) for row in found] == [
        (1, ""), (2, "It has 3 values for 2 columns."), (3, ""), (4, ""),
    ]  # fmt: skip


def test_what_spreadsheets_and_data_sets_write() -> None:
    assert given_of("sep=;\ntitle;plot\nA;one, two\n") == [{"title": "A", "plot": "one, two"}]
    (film,) = given_of("title,genres,runtime,year\n" + 'A,"[{""id"": 1, ""name"": ""Action""}]",81.0,1994.0\n')
    record = read_record(film)
    assert (record.genres, record.runtime, record.year) == (("Action",), 81, 1994)
    assert given_of('{"title": "Alone", "cast": ["A"]}') == [{"title": "Alone", "cast": ["A"]}]
    assert given_of("") == given_of("  \n\n") == given_of("title\n") == given_of("[]") == []


def test_a_broken_list_gives_what_came_before() -> None:
    found = rows_of(io.BytesIO(b"[" + b'{"title": "A"},' * 5000), {})
    assert next(found).given == {"title": "A"}
    with pytest.raises(Invalid, match="JSON"):
        list(found)


@given(st.binary() | st.text().map(str.encode) | st.text("[]{},:\"'\n\ttitle;=1 ").map(str.encode))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    with suppress(Invalid):
        assert all(row.number > 0 for row in rows(data))
