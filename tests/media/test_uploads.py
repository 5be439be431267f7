"""Uploads at the protocol's door: who may, what is taken, what is refused."""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings as house_settings

from enchanted.catalogue.models import Movie
from enchanted.config.asgi import STREAMS
from enchanted.core import storage
from enchanted.media.actions import arriving, receiving
from enchanted.media.actions.vanishing import fingerprint
from enchanted.media.models import MediaFile, Upload
from tests import cast
from tests.films import make_film
from tests.media.sending import BYTES, SPOKEN, ask, begin, checksum, metadata, send, taken

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


async def test_a_film_comes_in_pieces_and_waits_whole(film: bytes) -> None:
    editor = await sync_to_async(cast.editor)()
    place = await begin(editor, len(film))
    half = len(film) // 2
    first = await ask(editor, "PATCH", place, film[:half], **BYTES, upload_offset=0)
    assert (first.status, first.headers["upload-offset"]) == (204, str(half))
    asked = await ask(editor, "HEAD", place, **SPOKEN)
    assert (asked.headers["upload-offset"], asked.headers["upload-length"]) == (str(half), str(len(film)))
    assert "upload-expires" in asked.headers
    last = await ask(editor, "PATCH", place, film[half:], **BYTES, upload_offset=half)
    assert (last.status, last.headers["upload-offset"]) == (204, str(len(film)))
    upload = await Upload.objects.aget()
    assert (upload.state, upload.sha256) == (State.ARRIVED, hashlib.sha256(film).hexdigest())
    assert arriving.place_of(upload).read_bytes() == film
    assert not await MediaFile.objects.aexists()


async def test_bytes_may_come_with_the_creation(film: bytes) -> None:
    editor = await sync_to_async(cast.editor)()
    made = await ask(editor, "POST", body=film, **BYTES, upload_length=len(film),
                     upload_metadata=metadata(filename="a.mp4"))  # fmt: skip
    assert (made.status, made.headers["upload-offset"]) == (201, str(len(film)))
    assert (await Upload.objects.aget()).state == State.ARRIVED


async def test_what_is_spoken_here_is_told_to_anyone() -> None:
    told = await ask(cast.guest(), "OPTIONS")
    assert told.status == 204
    assert told.headers["tus-extension"] == "creation,creation-with-upload,termination,checksum,expiration"
    assert told.headers["tus-checksum-algorithm"] == "sha256,sha1"


@pytest.mark.parametrize("who", [cast.guest, cast.viewer])
async def test_only_those_who_import_may_send(who: Callable[[], cast.Person]) -> None:
    person = await sync_to_async(who)()
    made = await ask(person, "POST", **SPOKEN, upload_length=5, upload_metadata=metadata(filename="a.mp4"))
    assert made.status == 403
    assert not await Upload.objects.aexists()


@pytest.mark.parametrize("method", ["HEAD", "PATCH", "DELETE"])
async def test_another_ones_upload_is_not_there(method: str) -> None:
    editor, other = await sync_to_async(cast.editor)(), await sync_to_async(cast.editor)("Emil")
    place = await begin(editor, 5)
    for path in (place, "/upload/" + "0" * 32, "/upload/../../etc", place + "/x", "/upload/"):
        assert (await ask(other, method, path, b"12345", **BYTES, upload_offset=0)).status == 404
    assert (await ask(editor, "HEAD", place, **SPOKEN)).headers["upload-offset"] == "0"


async def test_wrong_methods_versions_and_pages_are_refused() -> None:
    editor = await sync_to_async(cast.editor)()
    assert (await ask(editor, "GET", **SPOKEN)).status == 405
    assert (await ask(editor, "PUT", **SPOKEN)).headers["allow"] == "POST, HEAD, PATCH, DELETE, OPTIONS"
    old = await ask(editor, "POST", upload_length=5)
    assert (old.status, old.headers["tus-version"]) == (412, "1.0.0")
    length: dict[str, Any] = {"upload_length": 5}
    pages = ({"origin": "https://evil.example"}, {"origin": "null"}, {"origin": "http://[x"},
             {"sec_fetch_site": "cross-site"})  # fmt: skip
    for page in pages:
        assert (await ask(editor, "POST", **SPOKEN, **length, **page)).status == 403
    assert (await ask(editor, "POST", **SPOKEN, **length, origin="http://localhost")).status == 201


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"upload_length": "-5"}, 400),
        ({"upload_length": "9" * 40}, 400),
        ({"upload_length": "９"}, 400),
        ({"upload_length": "5.0"}, 400),
        ({}, 400),
        ({"upload_defer_length": 1}, 400),
        ({"upload_length": 0}, 400),
        ({"upload_length": 900_000_000_000}, 413),
        ({"upload_length": 5, "upload_metadata": "filename !!"}, 400),
        ({"upload_length": 5, "upload_metadata": metadata(kind="virus")}, 400),
        ({"upload_length": 5, "upload_metadata": metadata(kind="poster")}, 400),
        ({"upload_length": 5, "upload_metadata": metadata(kind="poster", movie="99999")}, 404),
        ({"upload_length": 5, "upload_metadata": metadata(kind="poster", movie="-1")}, 400),
        ({"upload_length": 5, "upload_metadata": metadata(fingerprint="abc")}, 400),
        ({"upload_length": 5, "upload_checksum": "md5 AAAA"}, 400),
    ],
)
async def test_malformed_and_impossible_creations(headers: dict[str, Any], status: int) -> None:
    editor = await sync_to_async(cast.editor)()
    made = await ask(editor, "POST", **SPOKEN, **{name: str(value).encode().decode("latin-1")
                                                 for name, value in headers.items()})  # fmt: skip
    assert made.status == status
    assert made.body.strip()
    assert not await Upload.objects.aexists()


async def test_bytes_go_on_where_the_last_ones_ended_and_nowhere_else() -> None:
    editor = await sync_to_async(cast.editor)()
    place = await begin(editor, 10)
    for offset, status in (("-1", 400), ("x", 400), ("9" * 30, 400), ("3", 409), ("0", 204), ("0", 409)):
        answer = await ask(editor, "PATCH", place, b"12345", **BYTES, upload_offset=offset)
        assert answer.status == status, offset
    assert (await ask(editor, "PATCH", place, b"123456", **BYTES, upload_offset=5)).status == 413
    assert (await ask(editor, "PATCH", place, b"1", **SPOKEN, upload_offset=5)).status == 415


@pytest.mark.parametrize("algorithm", ["sha256", "sha1"])
async def test_bytes_that_do_not_fit_their_checksum_are_not_kept(algorithm: str) -> None:
    editor = await sync_to_async(cast.editor)()
    place = await begin(editor, 10)
    for told, status in ((checksum(b"other", algorithm), 460), ("sha256 ???", 400), (f"{algorithm} AAAA", 400)):
        wrong = await ask(editor, "PATCH", place, b"12345", **BYTES, upload_offset=0, upload_checksum=told)
        assert wrong.status == status
        assert (await ask(editor, "HEAD", place, **SPOKEN)).headers["upload-offset"] == "0"
    right = checksum(b"12345", algorithm)
    kept = await ask(editor, "PATCH", place, b"12345", **BYTES, upload_offset=0, upload_checksum=right)
    assert (kept.status, kept.headers["upload-offset"]) == (204, "5")
    await ask(editor, "PATCH", place, b"67890", **BYTES, upload_offset=5)
    assert (await Upload.objects.aget()).sha256 == hashlib.sha256(b"1234567890").hexdigest()


async def test_a_piece_whose_writer_died_before_it_was_verified_does_not_count() -> None:
    editor = await sync_to_async(cast.editor)()
    place = await begin(editor, 10)
    upload = await Upload.objects.aget()
    receiving.part_of(upload).write_bytes(b"1234XX")
    await Upload.objects.filter(pk=upload.pk).aupdate(unverified_from=4)
    assert (await ask(editor, "HEAD", place, **SPOKEN)).headers["upload-offset"] == "4"
    await ask(editor, "PATCH", place, b"567890", **BYTES, upload_offset=4)
    assert (await Upload.objects.aget()).sha256 == hashlib.sha256(b"1234567890").hexdigest()


async def test_two_at_once_do_not_write_to_one_upload() -> None:
    editor = await sync_to_async(cast.editor)()
    place = await begin(editor, 10)
    upload = await Upload.objects.aget()
    held = receiving.lock_file(receiving.part_of(upload))
    busy = await ask(editor, "PATCH", place, b"12345", **BYTES, upload_offset=0)
    assert busy.status == 423
    os.close(held)
    answers = await asyncio.gather(
        *(ask(editor, "PATCH", place, b"12345", **BYTES, upload_offset=0) for _number in range(4))
    )
    assert sorted(answer.status for answer in answers)[0] == 204
    assert {answer.status for answer in answers[1:]} <= {204, 409, 423}
    assert [answer.status for answer in answers].count(204) == 1


async def test_a_lost_line_keeps_what_came(film: bytes) -> None:
    editor = await sync_to_async(cast.editor)()
    place = await begin(editor, len(film))
    upload = await Upload.objects.aget()
    half = len(film) // 2
    messages: list[dict[str, Any]] = [
        {"type": "http.request", "body": film[:half], "more_body": True},
        {"type": "http.disconnect"},
    ]

    async def receive() -> dict[str, Any]:
        return messages.pop(0)

    async def no_answer(message: Any) -> None:
        raise AssertionError("nobody is there to be answered")

    cookie = editor.client.cookies[house_settings.SESSION_COOKIE_NAME].value
    headers = {**BYTES, "upload-offset": "0", "cookie": f"{house_settings.SESSION_COOKIE_NAME}={cookie}"}
    raw = [(key.encode(), value.encode()) for key, value in headers.items()]
    scope = {"type": "http", "method": "PATCH", "path": place, "headers": raw, "query_string": b""}
    await STREAMS["/upload/"](scope, receive, no_answer)
    assert (await ask(editor, "HEAD", place, **SPOKEN)).headers["upload-offset"] == str(half)
    receiving._digests.clear()  # as after a restart
    assert (await ask(editor, "PATCH", place, film[half:], **BYTES, upload_offset=half)).status == 204
    await upload.arefresh_from_db()
    assert upload.sha256 == hashlib.sha256(film).hexdigest()


async def test_taking_back_leaves_nothing() -> None:
    editor = await sync_to_async(cast.editor)()
    place = await begin(editor, 10)
    upload = await Upload.objects.aget()
    assert (await ask(editor, "DELETE", place, **SPOKEN)).status == 204
    assert not receiving.part_of(upload).parent.exists()
    assert (await ask(editor, "HEAD", place, **SPOKEN)).status == 404


async def test_a_full_disk_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    editor = await sync_to_async(cast.editor)()
    place = await begin(editor, 10)
    monkeypatch.setattr(storage, "free_bytes", lambda: house_settings.HOUSE_DISK_RESERVE + 9)
    made = await ask(editor, "POST", **SPOKEN, upload_length=10, upload_metadata=metadata(filename="a.mp4"))
    assert (made.status, made.body) == (507, b"The disk has no room for this file.\n")
    assert (await ask(editor, "PATCH", place, b"12345", **BYTES, upload_offset=0)).status == 507


async def test_a_film_known_by_its_fingerprint_is_not_sent_again(film: bytes, tmp_path: Path) -> None:
    path = tmp_path / "again.mp4"
    path.write_bytes(film)
    editor = await sync_to_async(cast.editor)()
    mark = fingerprint(path, len(film))
    again = metadata(filename="b.mp4", fingerprint=mark)
    first = await begin(editor, len(film), fingerprint=mark)
    question = f"/api/uploads/known/?size={len(film)}&fingerprint={mark}"
    known = await sync_to_async(editor.client.get)(question)
    assert known.json() == {"film": None, "upload": first}
    await ask(editor, "PATCH", first, film, **BYTES, upload_offset=0)
    for _time in ("while it waits", "when it was taken in"):
        made = await ask(editor, "POST", **SPOKEN, upload_length=len(film), upload_metadata=again)
        assert made.status == 409
        assert b"A Film (1999)" in made.body
        known = await sync_to_async(editor.client.get)(question)
        assert known.json()["film"]["title"].startswith("A Film (1999)")
        if upload := await Upload.objects.filter(state=State.ARRIVED).afirst():
            await sync_to_async(taken)(upload)


def test_only_staff_ask_what_is_known_and_only_in_form() -> None:
    path = "/api/uploads/known/"
    whole = f"{path}?size=5&fingerprint={'0' * 64}"
    for person in (cast.guest(), cast.viewer()):
        assert person.client.get(whole).status_code == 403
    client = cast.editor().client
    assert client.get(whole).json() == {"film": None, "upload": None}
    assert client.post(whole).status_code == 405
    for question in ("", "?size=x&fingerprint=y", f"?size=-1&fingerprint={'0' * 64}", "?size=5&fingerprint=' OR 1"):
        assert client.get(path + question).status_code == 400


@pytest.mark.parametrize(
    ("kind", "name"), [("poster", "lies.png"), ("backdrop", "lies.jpg"), ("subtitle", "a.srt"), ("subtitle", "a.exe")]
)
async def test_what_lies_about_its_type_is_refused_with_words(kind: str, name: str) -> None:
    editor = await sync_to_async(cast.editor)()
    movie = await Movie.objects.acreate(title="A Film")
    answer = await send(editor, b"MZ\x90\x00" * 100, name, kind=kind, movie=str(movie.pk))
    assert answer.status == 400
    upload = await Upload.objects.aget()
    assert (upload.state, f"{upload.reason}\n") == (State.REFUSED, answer.body.decode())
    assert not arriving.place_of(upload).parent.exists()
    await movie.arefresh_from_db()
    assert not movie.poster
    assert (await ask(editor, "HEAD", f"/upload/{upload.token}", **SPOKEN)).status == 410


async def test_a_refusal_is_in_the_language_of_the_senders_browser() -> None:
    editor = await sync_to_async(cast.editor)()
    told = metadata(filename="a.png", kind="poster", movie="99999")
    words = [
        (await ask(editor, "POST", **SPOKEN, upload_length=5, upload_metadata=told, accept_language=language)).body
        for language in ("en", "zh-CN")
    ]
    assert words[0] == b"There is no such film here.\n"
    assert "影片" in words[1].decode()
