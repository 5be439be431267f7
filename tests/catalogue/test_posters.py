"""Drawn posters: always well formed, always the same, with room for every title."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from enchanted.catalogue.actions.adding import NewMovie, add_movie
from enchanted.catalogue.logic.palette import MOODS, mood_of
from enchanted.catalogue.logic.poster import draw_poster, draw_wide
from enchanted.catalogue.logic.typeset import set_title, width_of
from enchanted.core.actor import HOUSE

GENRES = ["Horror", "Comedy", "Western", "科幻", "Something new", "Musical", "Drama", "War", "Animated"]
SVG = "{http://www.w3.org/2000/svg}"


@given(
    st.text(max_size=200),
    st.none() | st.integers(1888, 2100),
    st.lists(st.sampled_from(GENRES), max_size=3),
    st.integers(1, 2**63),
)
def test_any_title_makes_a_well_formed_poster(title: str, year: int | None, genres: list[str], seed: int) -> None:
    for drawn in (draw_poster(title, year, genres, seed=seed), draw_wide(title, genres, seed=seed)):
        assert ElementTree.fromstring(drawn).tag == f"{SVG}svg"  # noqa: S314 - our own drawing


def test_markup_in_a_title_is_only_letters() -> None:
    drawn = draw_poster("</text><script>alert(1)</script>", 2001, ["<b>"], seed=1)
    assert "<script" not in drawn.casefold()


def test_a_poster_never_changes_by_itself_and_neighbours_differ() -> None:
    assert draw_poster("Tide", 2020, ["Drama"], seed=1) == draw_poster("Tide", 2020, ["Drama"], seed=1)
    assert draw_poster("Tide", 2020, ["Drama"], seed=1) != draw_poster("Tide", 2020, ["Drama"], seed=2)


def test_a_mended_title_keeps_its_picture() -> None:
    def picture(title: str) -> str:
        return re.sub(r"<(title|text).*?</\1>", "", draw_poster(title, 2020, ["Drama"], seed=7))

    assert picture("Tidr Lines") == picture("Tide Lines")


@pytest.mark.parametrize(
    "title",
    ["It", "Supercalifragilisticexpialidocious", "夜航西飞：最后一位守夜人与他失落的城市", "A title " * 30, "长" * 300],
)
def test_every_title_fits_its_box(title: str) -> None:
    setting = set_title(
        title, width=400, height=250, largest=84, smallest=24, leading=1.1, weight=1.05, tracking=0.0
    )  # fmt: skip
    assert len(setting.lines) * setting.size * 1.1 <= 250 + setting.size
    assert all(width_of(line, weight=1.05) * setting.size <= 401 for line in setting.lines)


def test_the_first_known_genre_sets_the_mood() -> None:
    assert mood_of(["Unheard of", "Horror", "Comedy"]) is MOODS["fear"]
    assert mood_of([]) is MOODS["any"]


@pytest.mark.django_db
def test_the_poster_is_kept_by_browsers_and_asked_for_once(client: Client) -> None:
    movie = add_movie(actor=HOUSE, new=NewMovie(title="Tide Lines", year=2020))
    answer = client.get(movie.poster_url)
    assert answer["Content-Type"] == "image/svg+xml"
    assert "immutable" in answer["Cache-Control"]
    again = client.get(movie.poster_url, headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    assert not again.content
    wide = client.get(movie.poster_url + "&wide")
    assert b"<text" in answer.content
    assert b"<text" not in wide.content


@pytest.mark.django_db
def test_there_is_no_poster_of_a_film_that_is_not_there(client: Client) -> None:
    assert client.get("/movies/4711/poster.svg").status_code == 404
