"""The way from ASGI to Django: a fixed pool, a bounded line, nothing held for those who left."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse

from enchanted.core.bridge import Bridge
from tests.asgi import call

View = Callable[[HttpRequest], Any]


@pytest.fixture
def bridge(settings: Any) -> Iterator[Callable[..., Bridge]]:
    made: list[Bridge] = []

    def make(view: View, **limits: int) -> Bridge:
        settings.MIDDLEWARE = []
        one = Bridge(limits.pop("threads", 2), **limits)
        one._middleware_chain = view  # type: ignore[attr-defined]
        made.append(one)
        return one

    yield make
    for one in made:
        one.pool.shutdown()


async def test_a_view_sees_the_request_and_answers(bridge: Any) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        answer = HttpResponse(request.body.upper(), status=201)
        answer.set_cookie("a", "1")
        return answer

    answer = await call(bridge(view), "/x", method="POST", body=b"hello")
    assert (answer.status, answer.body) == (201, b"HELLO")
    assert answer.headers["set-cookie"].startswith("a=1")


async def test_beyond_the_line_the_answer_is_429_at_once(bridge: Any) -> None:
    gate = threading.Event()

    def view(request: HttpRequest) -> HttpResponse:
        gate.wait(5)
        return HttpResponse("late")

    app = bridge(view, threads=1, queue_length=3)
    waiting = [asyncio.create_task(call(app, "/")) for _ in range(3)]
    await asyncio.sleep(0.05)
    refused = await call(app, "/")
    assert (refused.status, refused.headers["retry-after"]) == (429, "2")
    gate.set()
    assert [answer.status for answer in await asyncio.gather(*waiting)] == [200, 200, 200]
    assert (await call(app, "/")).status == 200


async def test_a_body_over_the_limit_is_413_before_django(bridge: Any) -> None:
    app = bridge(lambda request: pytest.fail("reached"), body_limit=10)
    assert (await call(app, "/", method="POST", body=b"x" * 11)).status == 413


async def test_requests_of_those_who_left_are_not_begun(bridge: Any) -> None:
    begun: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        begun.append(request.path)
        time.sleep(0.3)
        return HttpResponse()

    app = bridge(view, threads=1)
    first = asyncio.create_task(call(app, "/first"))
    await asyncio.sleep(0.05)
    await call(app, "/left", leave_after=0.05)
    await first
    assert begun == ["/first"]
    assert app.waiting == 0


async def test_a_view_that_runs_keeps_its_body_when_the_client_leaves(bridge: Any) -> None:
    bodies = []

    def view(request: HttpRequest) -> HttpResponse:
        time.sleep(0.3)
        bodies.append(request.body)
        return HttpResponse()

    app = bridge(view, threads=1)
    await call(app, "/", method="POST", body=b"a vote", leave_after=0.1)
    for _ in range(20):
        await asyncio.sleep(0 if bodies else 0.05)
    assert bodies == [b"a vote"]
    assert app.waiting == 0


async def test_a_delayed_answer_holds_no_thread(bridge: Any) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        answer = HttpResponse()
        answer.answer_after = 0.4 if request.path == "/slow" else 0  # type: ignore[attr-defined]
        return answer

    app = bridge(view, threads=1)
    slow = asyncio.create_task(call(app, "/slow"))
    await asyncio.sleep(0.05)
    began = time.monotonic()
    await call(app, "/quick")
    assert time.monotonic() - began < 0.3
    assert not slow.done()
    await slow


async def test_streams_and_files(bridge: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"file")

    def view(request: HttpRequest) -> Any:
        if request.path == "/file":
            return FileResponse(path.open("rb"))
        return StreamingHttpResponse(iter([b"a", b"b", b"c"]))

    app = bridge(view)
    assert (await call(app, "/stream")).body == b"abc"
    assert (await call(app, "/file")).sent_file == str(path)
    assert (await call(app, "/file", pathsend=False)).body == b"file"


@pytest.mark.django_db(transaction=True)
async def test_a_thread_keeps_its_database_connection(bridge: Any) -> None:
    seen: list[int] = []

    def view(request: HttpRequest) -> HttpResponse:
        from django.db import connection

        connection.ensure_connection()
        seen.append(id(connection.connection))
        return HttpResponse()

    app = bridge(view, threads=1)
    for _ in range(5):
        await call(app, "/")
    assert len(set(seen)) == 1

    def close() -> None:
        from django.db import connection

        connection.close()

    await asyncio.wrap_future(app.pool.submit(close))
