"""What uploads become when all their bytes are here."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest

from enchanted.catalogue.actions import editing
from enchanted.catalogue.models import Movie
from enchanted.core import clock, storage
from enchanted.core.actor import GUEST, HOUSE
from enchanted.core.errors import Conflict, Invalid, NotAllowed, NotFound
from enchanted.media.actions import arriving, receiving, uploading
from enchanted.media.actions.uploading import Wish
from enchanted.media.models import Encode, MediaFile, Subtitle, Upload
from enchanted.media.queries import uploads as queries
from tests import cast
from tests.films import make_film
from tests.media.sending import sent, taken

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]
State = Upload.State


@pytest.fixture(autouse=True)
def own_digests() -> None:
    """Numbers of rows begin anew in each test."""
    receiving._digests.clear()


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A real film of two seconds."""
    return make_film(tmp_path_factory.mktemp("films") / "film.mp4").read_bytes()


def test_a_film_taken_in_is_new_or_a_version(film: bytes, tmp_path: Path) -> None:
    movie = taken(sent(film))
    file = MediaFile.objects.get()
    assert (movie.title, movie.year, file.movie, file.state) == ("A Film", 1999, movie, MediaFile.State.READY)
    assert Path(file.path).read_bytes() == film
    assert Encode.objects.filter(file=file, kind=Encode.Kind.LADDER).exists()
    other = make_film(tmp_path / "other.mp4", seconds=1).read_bytes()
    taken(sent(other, "other.mp4"), movie_id=movie.pk)
    first, second = MediaFile.objects.order_by("id")
    assert (second.movie, second.version) == (movie, "other")
    assert first.label != second.label


def test_a_film_that_waits_is_taken_in_once(film: bytes) -> None:
    upload = sent(film)
    for title, kind in (("  ", Invalid), ("A Film", None), ("A Film", Conflict)):
        if kind is None:
            taken(upload, title=title)
        else:
            with pytest.raises(kind):
                taken(upload, title=title)
    assert Movie.objects.count() == 1
    with pytest.raises(NotAllowed):
        arriving.take_in(actor=GUEST, upload_id=upload.pk, title="x", year=None, movie_id=None, at=clock.now())
    with pytest.raises(NotFound):
        arriving.take_in(actor=HOUSE, upload_id=0, title="x", year=None, movie_id=None, at=clock.now())
    with pytest.raises(Conflict):
        uploading.cancel_upload(actor=HOUSE, upload_id=upload.pk)


def test_a_film_that_cannot_be_decoded_is_kept_with_the_reason() -> None:
    upload = sent(b"no film at all" * 1000, "Broken (2001).mkv")
    assert (upload.state, upload.reason) == (State.ARRIVED, "It is no film that can be read.")
    taken(upload)
    file = MediaFile.objects.get()
    assert (file.state, file.reason) == (MediaFile.State.BROKEN, "It is no film that can be read.")
    assert not Encode.objects.exists()


def test_one_content_sent_twice_at_once_leaves_one_film(film: bytes) -> None:
    uploads = []
    for number in range(4):
        actor = cast.editor(f"Editor {number}").actor
        upload = uploading.open_upload(actor=actor, wish=Wish(len(film), f"{number}.mp4"), at=clock.now())
        receiving.part_of(upload).write_bytes(film)
        uploads.append(upload)

    def finish(upload: Upload) -> None:
        from django.db import connection

        arriving.finish_upload(upload_id=upload.pk, at=clock.now())
        connection.close()

    threads = [threading.Thread(target=finish, args=[upload]) for upload in uploads]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(Upload.objects.values_list("state", flat=True)) == ["arrived", "known", "known", "known"]
    taken(Upload.objects.get(state=State.ARRIVED))
    assert sent(film).state == State.KNOWN
    assert MediaFile.objects.count() == Movie.objects.count() == 1
    assert len(list((storage.root() / "uploads").iterdir())) == 1


def test_a_deleted_film_comes_again(film: bytes) -> None:
    movie = taken(sent(film))
    editing.delete(actor=HOUSE, kind=Movie, ids=[movie.pk], at=clock.now())
    size, mark = MediaFile.objects.values_list("size", "fingerprint").get()
    assert queries.known_content(HOUSE, size, mark).file is None
    again = sent(film)
    movie.refresh_from_db()
    assert (again.state, again.movie, movie.deleted_at) == (State.DONE, movie, None)
    assert MediaFile.objects.count() == 1
    assert Path(MediaFile.objects.get().path).read_bytes() == film


def test_a_film_whose_file_is_gone_gets_the_one_that_comes(film: bytes) -> None:
    movie = taken(sent(film))
    storage.remove(Path(MediaFile.objects.get().path))
    assert queries.known_content(HOUSE, len(film), MediaFile.objects.get().fingerprint).file is None
    again = sent(film, "again.mp4")
    file = MediaFile.objects.get()
    assert (again.state, file.movie, file.state) == (State.DONE, movie, MediaFile.State.READY)
    assert Path(file.path) == arriving.place_of(again).resolve()


def test_content_with_a_known_fingerprint_and_other_bytes_is_another_film() -> None:
    head, tail = b"a" * (2 << 20), b"z" * (2 << 20)
    taken(sent(head + b"1" + b"m" * (4 << 20) + b"1" + tail, "one.mkv"), title="One")
    other = sent(head + b"2" + b"m" * (4 << 20) + b"2" + tail, "two.mkv")
    assert other.fingerprint == MediaFile.objects.get().fingerprint
    assert other.state == State.ARRIVED


def test_pictures_and_subtitles_reach_their_film() -> None:
    movie = Movie.objects.create(title="A Film")
    for kind, name, data in (
        ("poster", "p.png", cast.picture()),
        ("backdrop", "b.png", cast.picture(700)),
        ("subtitle", "A Film.zh-Hans.forced.srt", b"1\n00:00:01,000 --> 00:00:02,000\nHello\n"),
    ):
        upload = sent(data, name, kind=kind, movie_id=movie.pk)
        assert (upload.state, upload.movie) == (State.DONE, movie)
        assert not arriving.place_of(upload).parent.exists()
    movie.refresh_from_db()
    assert movie.poster
    assert movie.backdrop
    subtitle = Subtitle.objects.get()
    assert (subtitle.language, subtitle.forced) == ("zh-Hans", True)


def test_what_was_whole_when_its_process_ended_is_finished(film: bytes) -> None:
    actor = cast.editor().actor
    whole, moved, half = (
        uploading.open_upload(actor=actor, wish=Wish(size, "a.mp4"), at=clock.now())
        for size in (len(film), 9, len(film))
    )
    receiving.part_of(whole).write_bytes(film)
    receiving.part_of(half).write_bytes(film[:100])
    receiving.part_of(moved).unlink()
    arriving.place_of(moved).write_bytes(b"123456789")
    assert arriving.finish_left_uploads(at=clock.now()) == 2
    assert [upload.state for upload in Upload.objects.order_by("id")] == ["arrived", "arrived", "receiving"]


def test_uploads_nobody_came_back_for_are_let_go(film: bytes) -> None:
    actor = cast.editor().actor
    left = uploading.open_upload(actor=actor, wish=Wish(10, "a.mp4"), at=clock.now())
    waiting = sent(film)
    assert uploading.remove_old_uploads(at=clock.now()) == 0
    assert uploading.remove_old_uploads(at=clock.now() + timedelta(days=8)) == 1
    assert not receiving.part_of(left).parent.exists()
    assert list(Upload.objects.all()) == [waiting]
    assert arriving.place_of(waiting).exists()
