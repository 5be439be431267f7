"""Films written as files other media libraries read."""

from __future__ import annotations

import io
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from enchanted.catalogue import queries
from enchanted.catalogue.actions.adding import NewMovie, add_movie
from enchanted.catalogue.models import ExternalId, Movie
from enchanted.core import storage
from enchanted.core.actor import GUEST, HOUSE
from enchanted.core.errors import NotAllowed
from enchanted.core.pictures import AVATAR_WIDTHS, LOGO_WIDTHS, POSTER_WIDTHS, WIDE_WIDTHS, keep_picture
from enchanted.media.actions.exporting import export_below, export_beside, files_below, folder_name, nfo_of
from enchanted.media.logic import filenames
from enchanted.media.logic.nfo import read_nfo
from enchanted.media.models import MediaFile, Subtitle
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.database]
TOLD = {
    "title": "R&B: <Live> “寻子”", "original_title": "The Kid", "sort_title": "Kid, The", "year": 1921,
    "premiered": date(1921, 2, 6), "plot": "A tramp.\n\nAnd a kid & more.", "tagline": "Six reels", "runtime": 68,
    "certificate": "G", "country": "United States / France", "language": "English", "studio": "First National",
    "genres": ("Comedy", "Drama"), "collection": ("Chaplin", "His films."),
    "credits": (("Charles Chaplin", "director", ""), ("Charles Chaplin", "writer", ""),
                ("Jackie Coogan", "actor", "The kid"), ("Charles Chaplin", "actor", "A tramp")),
    "ids": {"imdb": "tt0012349", "tmdb": "10098"}, "ratings": (("imdb", 8.2, 130_000), ("tmdb", 8.15, None)),
}  # fmt: skip


def logo() -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (700, 200), (255, 0, 0, 90)).save(out, "PNG")
    return out.getvalue()


def a_film(**more: Any) -> Movie:
    """A film with everything an export writes."""
    pictures = {
        "poster": keep_picture(cast.picture(), POSTER_WIDTHS), "backdrop": keep_picture(cast.picture(800), WIDE_WIDTHS),
        "logo": keep_picture(logo(), LOGO_WIDTHS),
    }  # fmt: skip
    photos = {"Jackie Coogan": keep_picture(cast.picture(300), AVATAR_WIDTHS)}
    made = add_movie(actor=HOUSE, new=NewMovie(**{**TOLD, **pictures, "photos": photos, **more}))
    ExternalId.objects.create(movie=made, scheme="record", value=f"ours {made.pk}")
    (movie,) = queries.whole_movies(HOUSE, [made.pk])
    return movie


def a_file(movie: Movie, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"film")
    MediaFile.objects.create(movie=movie, path=str(path), path_hash=str(path)[-60:], size=4, mtime_ns=1)
    return path


def names_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_what_is_exported_reads_back_as_the_same_film() -> None:
    told = read_nfo(export_and_read(a_film()))
    assert {name: getattr(told, name) for name in TOLD} == TOLD
    assert told.thumbs == {"Jackie Coogan": ".actors/Jackie_Coogan.jpg"}


def export_and_read(movie: Movie) -> bytes:
    from enchanted.media.logic.nfo import write_nfo

    return write_nfo(nfo_of(movie, {"Jackie Coogan": ".actors/Jackie_Coogan.jpg"}))


def test_beside_a_film_lie_its_nfo_and_pictures(tmp_path: Path) -> None:
    movie = a_film()
    path = a_file(movie, tmp_path / "films" / "The Kid.1080p.mkv")
    done = export_beside(actor=HOUSE, movie=movie, files=[path], overwrite=False)
    assert (done.written, done.left, done.notes) == (5, 0, [])
    assert names_in(path.parent) == [
        ".actors/Jackie_Coogan.jpg", "The Kid.1080p-fanart.jpg", "The Kid.1080p-logo.png", "The Kid.1080p-poster.jpg",
        "The Kid.1080p.mkv", "The Kid.1080p.nfo",
    ]  # fmt: skip
    with Image.open(path.with_name("The Kid.1080p-poster.jpg")) as poster:
        assert (poster.format, poster.width) == ("JPEG", 500)
    with Image.open(path.with_name("The Kid.1080p-logo.png")) as kept:
        assert (kept.format, kept.mode, kept.width) == ("PNG", "RGBA", 640)
    assert read_nfo(path.with_name("The Kid.1080p.nfo").read_bytes()).ids == TOLD["ids"]


def test_what_is_there_stays_unless_told_otherwise(tmp_path: Path) -> None:
    movie = a_film()
    path = a_file(movie, tmp_path / "a.mkv")
    path.with_suffix(".nfo").write_text("mine")
    path.with_name("a-poster.jpg").symlink_to(tmp_path / "nowhere.jpg")
    done = export_beside(actor=HOUSE, movie=movie, files=[path], overwrite=False)
    assert (done.written, done.left) == (3, 2)
    assert path.with_suffix(".nfo").read_text() == "mine"
    assert path.with_name("a-poster.jpg").is_symlink()
    done = export_beside(actor=HOUSE, movie=movie, files=[path], overwrite=True)
    assert (done.written, done.left) == (5, 0)
    assert b"<movie>" in path.with_suffix(".nfo").read_bytes()


def test_below_a_folder_lie_subtitles_too(tmp_path: Path) -> None:
    movie = a_film()
    for language, flags in (("en", {}), ("en", {}), ("zh-Hans", {"forced": True}), ("und", {"hearing_impaired": True})):
        row = Subtitle.objects.create(
            movie=movie, language=language, label="x", source=f"s{Subtitle.objects.count()}", **flags
        )
        storage.store_bytes(f"subtitles/{movie.pk}/{row.pk}.vtt", f"WEBVTT {row.pk}".encode())
    name = folder_name(movie, set())
    assert name == "R&B - -Live- “寻子” (1921)"
    done = export_below(actor=HOUSE, movie=movie, folder=tmp_path, name=name, overwrite=False)
    assert done.written == 9
    assert [file for file in names_in(tmp_path / name) if file.endswith(".vtt")] == [
        f"{name}{end}" for end in (".2.en.vtt", ".en.vtt", ".sdh.vtt", ".zh-Hans.forced.vtt")
    ]
    again = export_below(actor=HOUSE, movie=movie, folder=tmp_path, name=name, overwrite=False)
    assert (again.written, again.left) == (0, 9)


def test_two_films_of_one_name_get_two_folders() -> None:
    taken: set[str] = set()
    twins = [Movie(pk=number, title=title, year=2000) for number, title in enumerate(("Twin", "TWIN", "Twin"), 1)]
    assert [folder_name(movie, taken) for movie in twins] == ["Twin (2000)", "TWIN (2000) [2]", "Twin (2000) [3]"]


def test_what_can_not_be_written_is_named(tmp_path: Path) -> None:
    movie = a_film()
    path = a_file(movie, tmp_path / "films" / ("x" * 245 + ".mkv"))
    done = export_beside(actor=HOUSE, movie=movie, files=[path, tmp_path / "gone.mkv"], overwrite=False)
    assert done.written == 3  # the NFO, the logo and a photo: the names of the others are longer than the disk takes
    assert len(done.notes) == 3
    assert "gone.mkv" in done.notes[-1]


def test_files_are_found_below_folders(tmp_path: Path) -> None:
    movie = a_film()
    one, two = a_file(movie, tmp_path / "a" / "1.mkv"), a_file(movie, tmp_path / "ab" / "2.mkv")
    assert files_below([]) == {movie.pk: [one, two]}
    assert files_below([tmp_path / "a"]) == {movie.pk: [one]}
    assert files_below([tmp_path / "c"]) == {}


def test_only_staff_export(tmp_path: Path) -> None:
    movie = a_film()
    for actor in (GUEST, cast.viewer().actor):
        with pytest.raises(NotAllowed):
            export_beside(actor=actor, movie=movie, files=[], overwrite=False)
        with pytest.raises(NotAllowed):
            export_below(actor=actor, movie=movie, folder=tmp_path, name="x", overwrite=False)
    assert list(tmp_path.glob("x*")) == []
    assert export_beside(actor=cast.editor().actor, movie=movie, files=[], overwrite=False).written == 0


def test_many_films_are_read_in_as_many_queries_as_few(django_assert_num_queries: Any) -> None:
    ids = [a_film(title=f"Film {number}", ids={}).pk for number in range(6)]
    with django_assert_num_queries(5):
        assert len([nfo_of(movie) for movie in queries.whole_movies(HOUSE, ids)]) == 6


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("AC/DC: Let There Be Rock", "AC-DC - Let There Be Rock (1980)"), ("Who? *What* |", "Who- -What (1980)"),
        ("...", "film (1980)"), ("CON", "CON-film (1980)"), ("a\x00b\tc ", "a-b-c (1980)"), (".45", "45 (1980)"),
        ("电" * 200, "电" * 64 + " (1980)"),
    ],
)  # fmt: skip
def test_names_suit_every_file_system(title: str, name: str) -> None:
    assert filenames.film_folder(title, 1980, "film") == name


@given(st.text(), st.none() | st.integers(1870, 2200))
def test_any_title_becomes_a_name(title: str, year: int | None) -> None:
    name = filenames.film_folder(title, year, "film-7")
    assert not set(name) & set('/\\:*?"<>|\0\n')
    assert not any(ord(letter) < 32 for letter in name)
    assert len(os.fsencode(f"{name}.zh-Hans-CN.forced.sdh.vtt")) <= 240
    assert name.strip(". ") == name != ""
