"""Catalogue files in, NFO files out, as commands."""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.cast import picture
from tests.commands.conftest import Run
from tests.films import film_folder

ROWS = (
    "select title, original_title, sort_title, year, premiered, plot, tagline, runtime, certificate, country, language,"
    " studio, poster <> '', logo <> '' from catalogue_movie order by title",
    "select m.title, p.name, p.photo <> '', c.job, c.character, c.position from catalogue_credit c"
    " join catalogue_person p on p.id = c.person_id join catalogue_movie m on m.id = c.movie_id order by 1, 6",
    "select m.title, g.name from catalogue_movie_genres x join catalogue_movie m on m.id = x.movie_id"
    " join catalogue_genre g on g.id = x.genre_id order by 1, 2",
    "select scheme, value from catalogue_externalid order by 1, 2",
    "select source, value, votes from catalogue_externalrating order by 1",
    "select c.name, c.overview, m.title from catalogue_collection c"
    " join catalogue_movie m on m.collection_id = c.id order by 3",
    "select m.title, s.language, s.forced from media_subtitle s"
    " join catalogue_movie m on m.id = s.movie_id order by 1, 2",
)
NFO = """<movie><title>{title}</title><originaltitle>初光</originaltitle><year>{year}</year>
<premiered>{year}-04-05</premiered>
<plot>One &amp; two.

Three.</plot><runtime>90</runtime><mpaa>PG</mpaa><studio>Ours</studio><country>France</country><genre>Drama</genre>
<set><name>Lights</name><overview>Both.</overview></set><uniqueid type="imdb">tt{number}</uniqueid>
<ratings><rating name="imdb" max="10"><value>7.5</value><votes>1,200</votes></rating></ratings>
<director>Ada Director</director><actor><name>Bea Actor</name><role>Light</role></actor></movie>"""


def rows_of(home: Path) -> list[list[Any]]:
    with sqlite3.connect(home / "house.db") as database:
        return [database.execute(question).fetchall() for question in ROWS]


def test_a_folder_exported_and_imported_afresh_gives_the_same_rows(run: Run, home: Path, tmp_path: Path) -> None:
    folder = film_folder(tmp_path / "films")
    for number, film in enumerate(sorted(folder.glob("*/*.mkv"))):
        film.with_name("movie.nfo").write_text(
            NFO.format(title=film.parent.name[:-7], year=film.parent.name[-5:-1], number=9_000_000 + number)
        )
        film.with_name("poster.jpg").write_bytes(picture())
        film.with_name("logo.png").write_bytes(picture(400))
        (film.parent / ".actors").mkdir()
        (film.parent / ".actors" / "Bea_Actor.jpg").write_bytes(picture(300))
    assert "2 new" in run("import", folder).stdout
    out = tmp_path / "out"
    assert "2 films: 12 files written, 0 left, 0 failed." in run("export-nfo", "--to", out).stdout
    assert "0 files written, 12 left, 0 failed. Files that were there" in run("export-nfo", "--to", out).stdout
    for film in folder.glob("*/*.mkv"):
        os.link(film, out / film.parent.name / film.name)
    fresh = tmp_path / "fresh"
    done = run("import", out, ENCHANTED_HOME=str(fresh))
    assert "2 new" in done.stdout, done.stderr
    assert "beside" not in done.stderr
    before = rows_of(home)
    assert all(before)
    assert rows_of(fresh) == before


def test_films_without_files_are_exported_only_into_a_folder(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "films.csv"
    path.write_text("title;year;imdb\nAlien: Covenant;2017;tt2316204\n")
    run("import-catalogue", path)
    assert run("export-nfo").stdout == "0 films: 0 files written, 0 left, 0 failed.\n"
    assert "1 films: 1 files" in run("export-nfo", "--to", tmp_path / "out").stdout
    nfo = tmp_path / "out" / "Alien - Covenant (2017)" / "Alien - Covenant (2017).nfo"
    assert "<title>Alien: Covenant</title>" in nfo.read_text()
    assert "nothing at" in run("export-nfo", tmp_path / "nowhere").stderr


def test_a_csv_goes_in_by_its_own_names(run: Run, home: Path, tmp_path: Path) -> None:
    path = tmp_path / "films.csv"
    path.write_bytes(
        "片名,Released,Len,Stars\n霸王别姬 Farewell My Concubine,1993-01-01,171分钟,张国荣/巩俐\nOdd,TBA,,\n,2000,,\n"
        "霸王别姬 Farewell My Concubine,1993-01-01,171分钟,张国荣/巩俐\n".encode("gb18030")
    )
    wrong = run("import-catalogue", path, "--map", "title=Name")
    assert (wrong.returncode, "there are 片名, Released, Len, Stars" in wrong.stderr) == (1, True)
    done = run("import-catalogue", path, "--map", "title=片名,year=Released,runtime=Len,cast=Stars")
    assert done.stdout == "2 new, 0 known, 1 repeated, 1 refused.\n"
    assert "left out of films.csv, record 2: “TBA” is no year." in done.stderr
    assert "refused films.csv, record 3: It has no title." in done.stderr
    with sqlite3.connect(home / "house.db") as database:
        films = database.execute(
            "select title, original_title, year, runtime from catalogue_movie order by id"
        ).fetchall()
    assert films == [("霸王别姬", "Farewell My Concubine", 1993, 171), ("Odd", "", None, None)]
    assert run("import-catalogue", path, "--map", "title").returncode == 2


def test_a_file_that_breaks_off_keeps_what_came_before_and_goes_on(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "films.json"
    films = [{"title": f"Film {number}"} for number in range(1200)]
    path.write_text(json.dumps(films)[:-20])
    cut = run("import-catalogue", path)
    assert cut.returncode == 1
    assert "It is not JSON" in cut.stderr
    assert "1000 new, 0 known, 0 repeated, 0 refused. What came before is kept." in cut.stderr
    path.write_text(json.dumps(films))
    assert run("import-catalogue", path).stdout == "200 new, 1000 known, 0 repeated, 0 refused.\n"


@pytest.mark.parametrize(("text", "words"), [("{", "is not JSON"), ("{}", "a JSON list"), (None, "can't be read")])
def test_a_file_that_is_no_catalogue_is_said(run: Run, tmp_path: Path, text: str | None, words: str) -> None:
    path = tmp_path / "films.json"
    if text is not None:
        path.write_text(text)
    done = run("import-catalogue", path)
    assert done.returncode == 1
    assert words in done.stderr
