"""The commands, as processes."""

from __future__ import annotations

import json
import sqlite3
import time
from pathlib import Path

import pytest

from enchanted.config.commands import VERBS
from tests.commands.conftest import Run
from tests.films import film_folder, make_film


@pytest.mark.parametrize("verb", VERBS)
def test_each_command_helps_with_an_example(run: Run, home: Path, verb: str) -> None:
    done = run(verb, "--help")
    assert done.returncode == 0
    assert "example:\n  " in done.stdout
    assert not home.exists()


def test_help_names_every_command(run: Run) -> None:
    done = run("--help")
    assert all(f"  {verb} " in done.stdout for verb in VERBS)
    assert run().returncode == 0
    assert run("fly").returncode == 2


def test_a_bad_setting_is_one_clear_line(run: Run) -> None:
    done = run("queue", PORT="eighty")
    assert (done.returncode, done.stderr) == (
        1,
        "enchanted: PORT must be a whole number from 1 to 65535, not 'eighty'.\n",
    )


def test_small_commands_are_quick(run: Run) -> None:
    run("queue")
    walls = []
    for _ in range(3):
        began = time.perf_counter()
        assert run("queue").stdout == "No encode runs or waits.\n"
        walls.append(time.perf_counter() - began)
    assert min(walls) < 1.5


def test_a_folder_goes_in_once_and_the_worker_encodes_it(run: Run, home: Path, tmp_path: Path) -> None:
    folder = film_folder(tmp_path / "films")
    (folder / "broken.mkv").write_text("no film")
    first = run("import", folder)
    assert first.returncode == 0
    assert "2 new, 0 versions, 0 known, 0 changed, 0 moved, 0 vanished, 1 refused." in first.stdout
    assert "refused broken.mkv: It is no film that can be read." in first.stderr
    assert "0 new, 0 versions, 2 known, 0 changed, 0 moved, 0 vanished, 1 refused." in run("import", folder).stdout
    assert "Queued" in run("queue").stdout
    worker = run("worker", "--until-idle")
    assert worker.returncode == 0, worker.stderr
    with sqlite3.connect(home / "house.db") as database:
        assert database.execute("select count(*) from catalogue_movie where playable").fetchone() == (2,)
    assert run("queue").stdout == "No encode runs or waits.\n"


def test_importing_nothing_is_said(run: Run, tmp_path: Path) -> None:
    assert "nothing at" in run("import", tmp_path / "nowhere").stderr
    (tmp_path / "empty").mkdir()
    assert "No film files below" in run("import", tmp_path / "empty").stdout


def test_a_catalogue_file_goes_in_once_and_names_what_it_refuses(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "films.json"
    path.write_text(
        "\ufeff" + json.dumps([{"title": "A", "year": 2000}, {"year": 2001}, {"title": "B", "cast": ["C"]}])
    )
    first = run("import-catalogue", path)
    assert first.stdout == "2 new, 0 known, 0 repeated, 1 refused.\n"
    assert "refused films.json, record 2: It has no title." in first.stderr
    assert run("import-catalogue", path).stdout == "0 new, 2 known, 0 repeated, 1 refused.\n"


def test_staff_are_made_from_standard_input(run: Run) -> None:
    done = run("create-staff", "Olga", "--role", "owner", stdin="a long enough word\n")
    assert done.returncode == 0, done.stderr
    assert run("create-staff", "Otto", "--role", "owner", stdin="another long word\n").returncode == 0
    weak = run("create-staff", "Weak", "--role", "owner", stdin="12345678\n")
    assert weak.returncode == 1
    assert "password" in weak.stderr.lower()
    assert "Traceback" not in weak.stderr


def test_the_doctor_says_what_is_wrong_and_what_to_do(run: Run, home: Path, tmp_path: Path) -> None:
    sick = run("doctor")
    assert sick.returncode == 1
    assert "there is no house at" in sick.stdout
    run("create-staff", "Olga", "--role", "owner", stdin="a long enough word\n")
    film = make_film(tmp_path / "films" / "Gone (2020).mp4", seconds=1)
    run("import", film)
    film.unlink()
    gone = run("doctor")
    assert gone.returncode == 1
    assert "the file of Gone (2020) is not at" in gone.stdout
    (home / "secret.key").chmod(0o644)
    assert "chmod 600" in run("doctor").stdout
    assert "ffmpeg doesn't run" in run("doctor", ENCHANTED_FFMPEG="/bin/nothing").stdout


def test_a_database_that_does_not_answer_is_said(run: Run) -> None:
    done = run("queue", DATABASE_URL="postgres://nobody@127.0.0.1:1/none")
    assert done.returncode == 1
    assert "database doesn't answer" in done.stderr
    assert "Traceback" not in done.stderr
    assert "doesn't answer" in run("doctor", DATABASE_URL="postgres://nobody@127.0.0.1:1/none").stdout


def test_a_taken_port_is_said(run: Run) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run("run", "--no-demo", PORT=str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert "is taken" in done.stderr
    nowhere = run("run", "--no-demo", HOST="203.0.113.1")
    assert nowhere.returncode == 1
    assert "HOST is '203.0.113.1'" in nowhere.stderr


def test_the_demo_makes_films_with_stories_and_subtitles(run: Run, home: Path) -> None:
    assert run("demo", "--films", "1", "--quiet").returncode == 0
    with sqlite3.connect(home / "house.db") as database:
        assert database.execute("select title, year from catalogue_movie").fetchall() == [
            ("The Lighthouse Keeper's Arithmetic", 2024)
        ]
        assert database.execute("select language from media_subtitle order by 1").fetchall() == [("en",), ("zh-Hans",)]
        assert database.execute("select count(*) from catalogue_credit").fetchone() == (5,)
    assert run("demo", "--films", "1", "--quiet").returncode == 0
    with sqlite3.connect(home / "house.db") as database:
        assert database.execute("select count(*) from catalogue_movie").fetchone() == (1,)
