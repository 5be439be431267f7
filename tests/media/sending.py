"""What tests of uploads share: a person's requests, and uploads by the actions alone."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from django.conf import settings

from enchanted.catalogue.models import Movie
from enchanted.config.asgi import STREAMS
from enchanted.core import clock
from enchanted.core.actor import HOUSE
from enchanted.media.actions import arriving, receiving, uploading
from enchanted.media.actions.uploading import Wish
from enchanted.media.logic import tus
from enchanted.media.models import Upload
from tests import cast
from tests.asgi import Answer, call

SPOKEN = {"tus-resumable": "1.0.0"}
BYTES = {**SPOKEN, "content-type": tus.TYPE}


def metadata(**told: str) -> str:
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in told.items())


def checksum(data: bytes, algorithm: str = "sha256") -> str:
    return f"{algorithm} {base64.b64encode(hashlib.new(algorithm, data).digest()).decode()}"


async def ask(
    person: cast.Person, method: str, path: str = "/upload/", body: Any = b"", **headers: str | int
) -> Answer:
    """One request of a person's browser; names of headers are written with underscores."""
    cookie = person.client.cookies.get(settings.SESSION_COOKIE_NAME)
    sent = {name.replace("_", "-"): str(value) for name, value in headers.items()}
    if cookie:
        sent["cookie"] = f"{settings.SESSION_COOKIE_NAME}={cookie.value}"
    return await call(STREAMS["/upload/"], path, method=method, headers=sent, body=body)


async def begin(person: cast.Person, size: int, name: str = "A Film (1999).mp4", **told: str) -> str:
    """Where a new upload lies."""
    made = await ask(person, "POST", **SPOKEN, upload_length=size, upload_metadata=metadata(filename=name, **told))
    assert made.status == 201, made.body
    return made.headers["location"]


async def send(person: cast.Person, data: bytes, name: str = "A Film (1999).mp4", **told: str) -> Answer:
    """A whole file in one piece."""
    place = await begin(person, len(data), name, **told)
    return await ask(person, "PATCH", place, data, **BYTES, upload_offset=0)


def sent(data: bytes, name: str = "A Film (1999).mp4", actor: Any = None, **told: Any) -> Upload:
    """An upload by the actions alone, to its end."""
    upload = uploading.open_upload(
        actor=actor or cast.editor(f"Ed{Upload.objects.count()}").actor, wish=Wish(len(data), name, **told),
        at=clock.now(),
    )  # fmt: skip
    part = receiving.part_of(upload)
    part.write_bytes(data)
    arriving.finish_upload(upload_id=upload.pk, at=clock.now())
    upload.refresh_from_db()
    return upload


def taken(upload: Upload, movie_id: int | None = None, title: str = "A Film") -> Movie:
    return arriving.take_in(actor=HOUSE, upload_id=upload.pk, title=title, year=1999, movie_id=movie_id, at=clock.now())
