"""Folders of films become movies, once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from enchanted.catalogue.models import Credit, Movie
from enchanted.core import clock, storage
from enchanted.core.actor import GUEST, HOUSE
from enchanted.core.errors import NotAllowed
from enchanted.media.actions.importing import Outcome, import_film, import_found
from enchanted.media.actions.walking import find_films
from enchanted.media.models import Encode, MediaFile, Subtitle
from tests.cast import picture
from tests.films import make_film

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def take_in(root: Path) -> list[Outcome]:
    return [import_found(actor=HOUSE, found=found) for found in find_films(root)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One film with everything people keep beside it."""
    film = make_film(tmp_path / "films" / "The Kid (1921)" / "The Kid (1921).mkv", seconds=1)
    film.with_name("movie.nfo").write_text(
        "<movie><title>The Kid</title><year>1921</year><plot>A tramp.</plot><genre>Comedy</genre><genre>Drama</genre>"
        "<director>C. Chaplin</director><actor><name>J. Coogan</name><role>The kid</role></actor>"
        '<uniqueid type="imdb">tt0012349</uniqueid></movie>'
    )
    film.with_name("poster.jpg").write_bytes(picture())
    film.with_name("The Kid (1921).en.srt").write_text("1\n00:00:00,100 --> 00:00:00,900\nHello.\n")
    return tmp_path / "films"


def test_a_film_comes_with_everything_beside_it(folder: Path) -> None:
    (outcome,) = take_in(folder)
    assert (outcome.kind, outcome.notes) == ("new", ())
    movie = Movie.objects.get()
    assert (movie.title, movie.year, movie.plot, movie.playable) == ("The Kid", 1921, "A tramp.", False)
    assert sorted(movie.genre_names) == ["Comedy", "Drama"]
    assert {(c.person.name, c.job, c.character) for c in Credit.objects.select_related("person")} == {
        ("C. Chaplin", "director", ""),
        ("J. Coogan", "actor", "The kid"),
    }
    assert storage.place(f"pictures/{movie.poster[:2]}/{movie.poster}/480.webp").exists()
    subtitle = Subtitle.objects.get()
    assert (subtitle.language, subtitle.label) == ("en", "English")
    assert "Hello." in storage.place(f"subtitles/{movie.pk}/{subtitle.pk}.vtt").read_text()
    file = MediaFile.objects.get()
    assert (file.width, file.height, file.video_codec, file.audio_codec) == (320, 180, "h264", "aac")
    assert 900 <= file.duration_ms <= 1200
    assert {encode.state for encode in Encode.objects.all()} == {"queued"}


def test_running_it_again_changes_nothing(folder: Path) -> None:
    take_in(folder)
    before = [list(model.objects.order_by("pk").values()) for model in (Movie, Credit, Subtitle, MediaFile, Encode)]
    assert [outcome.kind for outcome in take_in(folder)] == ["known"]
    after = [list(model.objects.order_by("pk").values()) for model in (Movie, Credit, Subtitle, MediaFile, Encode)]
    assert before == after


def test_subtitles_that_came_later_are_added(folder: Path) -> None:
    take_in(folder)
    late = folder / "The Kid (1921)" / "The Kid (1921).zh-Hans.srt"
    late.write_text("1\n00:00:00,100 --> 00:00:00,900\n你好。\n")
    assert [outcome.kind for outcome in take_in(folder)] == ["known"]
    assert sorted(Subtitle.objects.values_list("language", flat=True)) == ["en", "zh-Hans"]


def test_a_file_with_new_bytes_is_described_anew(folder: Path) -> None:
    take_in(folder)
    Encode.objects.update(state="done", live=None)
    make_film(folder / "The Kid (1921)" / "The Kid (1921).mkv", picture="testsrc2=s=640x360:r=24", seconds=1)
    assert [outcome.kind for outcome in take_in(folder)] == ["changed"]
    assert MediaFile.objects.get().width == 640
    assert Encode.objects.filter(kind="ladder", state="queued").count() == 1


def test_a_film_of_the_catalogue_gets_the_file(folder: Path) -> None:
    known = Movie.objects.create(title="the kid", year=1921, plot="Edited by staff.")
    take_in(folder)
    assert MediaFile.objects.get().movie_id == known.pk
    movie = Movie.objects.get()
    assert (movie.title, movie.plot) == ("the kid", "Edited by staff.")
    assert movie.poster
    assert sorted(movie.genre_names) == ["Comedy", "Drama"]
    assert movie.credits.count() == 2


def test_a_linked_file_is_named_by_its_link_and_known_by_its_place(folder: Path, tmp_path: Path) -> None:
    film = folder / "The Kid (1921)" / "The Kid (1921).mkv"
    pool = tmp_path / "pool" / "a1b2.mkv"
    pool.parent.mkdir()
    film.rename(pool)
    film.symlink_to(pool)
    assert [outcome.kind for outcome in take_in(folder)] == ["new"]
    assert Movie.objects.get().plot == "A tramp."
    assert MediaFile.objects.get().path == str(pool)
    assert [outcome.kind for outcome in take_in(folder)] == ["known"]


def test_new_bytes_while_the_old_ones_are_being_encoded(folder: Path) -> None:
    take_in(folder)
    Encode.objects.update(state="running", lease_owner="x")
    make_film(folder / "The Kid (1921)" / "The Kid (1921).mkv", picture="testsrc2=s=640x360:r=24", seconds=1)
    assert [outcome.kind for outcome in take_in(folder)] == ["changed"]
    ladders = Encode.objects.filter(kind="ladder").values_list("state", "live")
    assert sorted(ladders) == [("failed", None), ("queued", True)]


def test_a_file_that_is_back_is_ready_and_what_it_lacks_is_encoded(folder: Path) -> None:
    take_in(folder)
    Encode.objects.update(state="failed", live=None)
    MediaFile.objects.update(state="missing", reason="gone", missing_since=clock.now())
    assert [outcome.kind for outcome in take_in(folder)] == ["back"]
    file = MediaFile.objects.get()
    assert (file.state, file.reason, file.missing_since) == ("ready", "", None)
    assert Encode.objects.filter(kind="ladder", state="queued").count() == 1
    Encode.objects.filter(state="queued").update(state="done", live=None, folder="hls/1")
    MediaFile.objects.update(state="missing", reason="gone")
    assert [outcome.kind for outcome in take_in(folder)] == ["back"]
    assert not Encode.objects.filter(state="queued").exists()


def test_a_fault_of_the_database_is_no_known_film(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**given: object) -> None:
        raise IntegrityError

    monkeypatch.setattr("enchanted.media.actions.importing.add_movie", fail)
    (outcome,) = take_in(folder)
    assert (outcome.kind, "database" in outcome.reason) == ("refused", True)


def test_each_refused_file_says_why_and_the_rest_goes_on(folder: Path) -> None:
    (folder / "a empty.mkv").write_bytes(b"")
    (folder / "b text.mkv").write_text("this is no film at all\n" * 50)
    whole = (folder / "The Kid (1921)" / "The Kid (1921).mkv").read_bytes()
    (folder / "c cut.mp4").write_bytes(whole[:200])
    (folder / "d link.mkv").symlink_to(folder / "nowhere.mkv")
    outcomes = {outcome.path.name: outcome for outcome in take_in(folder)}
    assert {name for name, outcome in outcomes.items() if outcome.kind == "refused"} == {
        "a empty.mkv", "b text.mkv", "c cut.mp4", "d link.mkv",
    }  # fmt: skip
    assert "empty" in outcomes["a empty.mkv"].reason
    assert all(outcome.reason for outcome in outcomes.values() if outcome.kind == "refused")
    assert Movie.objects.get().title == "The Kid"


def test_what_can_not_be_used_beside_a_film_is_named(folder: Path) -> None:
    place = folder / "The Kid (1921)"
    (place / "movie.nfo").write_text("<movie>")
    (place / "poster.jpg").write_text("not a picture")
    (place / "The Kid (1921).en.srt").write_text("")
    (outcome,) = take_in(folder)
    assert outcome.kind == "new"
    assert {note.split(":")[0] for note in outcome.notes} == {"movie.nfo", "poster.jpg", "The Kid (1921).en.srt"}
    assert Movie.objects.get().title == "The Kid"


def test_hidden_files_and_looping_links_are_left_out(folder: Path) -> None:
    (folder / ".trash").mkdir()
    (folder / ".trash" / "x.mkv").write_bytes(b"")
    (folder / "._The Kid.mkv").write_bytes(b"")
    (folder / "loop").symlink_to(folder)
    assert [found.path.name for found in find_films(folder)] == ["The Kid (1921).mkv"]


def test_a_name_that_is_no_utf8_is_refused(folder: Path) -> None:
    odd = os.fsencode(folder) + b"/odd\xff.mkv"
    with open(odd, "wb") as file:
        file.write(b"x")
    refused = [outcome for outcome in take_in(folder) if outcome.kind == "refused"]
    assert len(refused) == 1
    assert "UTF-8" in refused[0].reason


def test_guests_import_nothing(folder: Path) -> None:
    with pytest.raises(NotAllowed):
        import_film(actor=GUEST, path=next(find_films(folder)).path, root=folder)


def test_a_row_without_a_fingerprint_gets_one_and_stays(folder: Path) -> None:
    take_in(folder)
    MediaFile.objects.update(fingerprint="")
    assert [outcome.kind for outcome in take_in(folder)] == ["known"]
    assert len(MediaFile.objects.get().fingerprint) == 64


def test_a_file_that_is_broken_says_so_each_time_and_is_left_alone(folder: Path) -> None:
    take_in(folder)
    Encode.objects.update(state="failed", live=None)
    MediaFile.objects.update(state="broken", reason="Its picture can't be decoded.")
    (outcome,) = take_in(folder)
    assert (outcome.kind, outcome.notes) == ("known", ("Its picture can't be decoded.",))
    assert not Encode.objects.filter(state="queued").exists()


def test_a_fault_of_the_house_is_said_and_stops_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(path: Path) -> None:
        raise ZeroDivisionError

    make_film(folder / "Other (2000).mkv", seconds=0.5, sound=False)
    take_in(folder)
    monkeypatch.setattr("enchanted.media.actions.importing.probe", fail)
    make_film(folder / "Other (2000).mkv", seconds=1, sound=False)
    kinds = {outcome.path.name: (outcome.kind, "house.log" in outcome.reason) for outcome in take_in(folder)}
    assert kinds == {"The Kid (1921).mkv": ("known", False), "Other (2000).mkv": ("refused", True)}


def test_a_film_takes_as_many_questions_among_many_as_alone(folder: Path) -> None:
    for number in range(6):
        make_film(folder / f"Film {number} (2000).mkv", seconds=0.5 + number / 10, sound=False)
    with CaptureQueriesContext(connection) as first:
        take_in(folder)
    found = list(find_films(folder))
    with CaptureQueriesContext(connection) as known:
        for one in found:
            import_found(actor=HOUSE, found=one)
    assert len(known) == 2 * len(found)
    assert len(first) < 60 * len(found)
