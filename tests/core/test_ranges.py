"""Files over ASGI: short ones as one message, long ones by the server, ranges exactly, conditions kept."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enchanted.core import ranges
from enchanted.core.ranges import parse_range, send_file
from tests.asgi import Answer, call

DATA = bytes(range(256)) * 10


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "film.mp4"
    path.write_bytes(DATA)
    return path


async def ask(path: Path, *, pathsend: bool = True, method: str = "GET", **headers: str) -> Answer:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send_file(scope, receive, send, path, [(b"content-type", b"video/mp4")])

    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return await call(app, "/film.mp4", method=method, headers=named, pathsend=pathsend)


@pytest.fixture
def long_film(tmp_path: Path) -> Path:
    """A file too long for one message: holes, but for its end."""
    path = tmp_path / "long.mp4"
    with path.open("wb") as out:
        out.seek(ranges.AT_ONCE)
        out.write(DATA)
    return path


async def test_a_segment_leaves_as_one_message(film: Path) -> None:
    answer = await ask(film)
    assert (answer.status, answer.sent_file, answer.body) == (200, "", DATA)
    assert answer.headers["content-length"] == str(len(DATA))


async def test_a_long_file_leaves_by_the_server(long_film: Path) -> None:
    answer = await ask(long_film)
    assert (answer.status, answer.sent_file, answer.body) == (200, str(long_film), b"")
    assert answer.headers["content-length"] == str(ranges.AT_ONCE + len(DATA))
    assert answer.headers["accept-ranges"] == "bytes"


async def test_a_server_without_pathsend_gets_blocks(long_film: Path) -> None:
    assert (await ask(long_film, pathsend=False)).body == long_film.read_bytes()


async def test_a_long_range_comes_in_blocks(long_film: Path) -> None:
    answer = await ask(long_film, range="bytes=5-")
    assert (answer.status, answer.sent_file, answer.body) == (206, "", long_film.read_bytes()[5:])


async def test_what_is_not_in_memory_is_read_by_a_thread(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranges, "_is_at_hand", lambda *place: False)
    assert (await ask(film, range="bytes=100-299")).body == DATA[100:300]


@pytest.mark.parametrize(
    ("given", "expected"),
    [("bytes=100-299", (100, 299)), ("bytes=-10", (2550, 2559)), ("bytes=2500-", (2500, 2559)),
     ("bytes=2559-9999", (2559, 2559)), ("bytes=-99999", (0, 2559))],
)  # fmt: skip
async def test_a_range_is_exact(film: Path, given: str, expected: tuple[int, int]) -> None:
    answer = await ask(film, range=given, pathsend=False)
    first, last = expected
    assert (answer.status, answer.body) == (206, DATA[first : last + 1])
    assert answer.headers["content-range"] == f"bytes {first}-{last}/2560"
    assert answer.headers["content-length"] == str(last - first + 1)


async def test_a_real_range_is_never_left_to_the_kernel(film: Path) -> None:
    answer = await ask(film, range="bytes=100-299")
    assert (answer.sent_file, answer.body) == ("", DATA[100:300])


async def test_the_range_that_is_the_whole_long_file_is_206_by_the_server(long_film: Path) -> None:
    answer = await ask(long_film, range="bytes=0-")
    assert (answer.status, answer.sent_file) == (206, str(long_film))


@pytest.mark.parametrize("given", ["bytes=2560-", "bytes=99999-100000", "bytes=-0"])
async def test_a_range_outside_is_416(film: Path, given: str) -> None:
    answer = await ask(film, range=given)
    assert (answer.status, answer.headers["content-range"]) == (416, "bytes */2560")


@pytest.mark.parametrize("given", ["bytes=5-2", "lines=1-2", "bytes=a-b", "bytes=0-1,5-6", "bytes="])
async def test_a_range_that_is_none_gets_the_whole_file(film: Path, given: str) -> None:
    assert (await ask(film, range=given)).status == 200


async def test_conditions(film: Path) -> None:
    first = await ask(film)
    etag, modified = first.headers["etag"], first.headers["last-modified"]
    assert (await ask(film, if_none_match=etag)).status == 304
    assert (await ask(film, if_none_match=f'"other", W/{etag}')).status == 304
    assert (await ask(film, if_none_match='"other"', if_modified_since=modified)).status == 200
    assert (await ask(film, if_modified_since=modified)).status == 304
    assert (await ask(film, range="bytes=0-9", if_range=etag)).status == 206
    assert (await ask(film, range="bytes=0-9", if_range='"old"')).status == 200


async def test_a_file_that_changed_has_another_etag(film: Path) -> None:
    before = (await ask(film)).headers["etag"]
    film.write_bytes(DATA[::-1])
    os.utime(film, ns=(1, 1))
    assert (await ask(film)).headers["etag"] != before


async def test_head_sends_the_head_alone(film: Path) -> None:
    answer = await ask(film, method="HEAD")
    assert (answer.status, answer.body, answer.sent_file) == (200, b"", "")
    assert answer.headers["content-length"] == "2560"
    assert (await ask(film, method="HEAD", range="bytes=0-9")).status == 200


async def test_other_methods_and_missing_files(film: Path) -> None:
    assert (await ask(film, method="POST")).status == 405
    assert (await ask(film.with_name("gone"))).status == 404
    film.write_bytes(b"")
    assert (await ask(film, range="bytes=0-")).status == 416
    assert (await ask(film)).status == 200


@given(st.text(max_size=30), st.integers(0, 5000))
def test_no_range_header_breaks_the_reader(text: str, size: int) -> None:
    for value in (text, f"bytes={text}"):
        try:
            span = parse_range(value, size)
        except ValueError:
            continue
        assert span is None or 0 <= span[0] <= span[1] < size
