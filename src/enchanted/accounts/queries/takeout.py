"""What the house holds of one person, packed for them to take home."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from typing import IO, Any

import orjson
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from enchanted.accounts.models import AppPassword, User
from enchanted.core import own_data, pictures, storage

IN_MEMORY = 4 << 20


def pack(user: User) -> IO[bytes]:
    """A zip of JSON files, and the person's picture; rewound. Large ones lie in a file that goes with its reader."""
    packed: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the answer closes it
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, held in _parts(user):
            archive.writestr(f"{name}.json", orjson.dumps(held, option=orjson.OPT_INDENT_2))
        picture = storage.place(pictures.picture_key(user.avatar, max(pictures.AVATAR_WIDTHS))) if user.avatar else None
        if picture and picture.exists():
            archive.write(picture, "picture.webp")
    packed.seek(0)
    return packed


def _parts(user: User) -> Iterator[tuple[str, Any]]:
    said = ("name", "mailbox", "telephone", "gender", "birth_year", "language", "created_at", "last_login")
    yield (
        "account",
        {name: getattr(user, name) for name in said} | {"roles": sorted(user.groups.values_list("name", flat=True))},
    )
    yield "mailboxes", _rows(EmailAddress.objects.filter(user=user), "email", "verified", "primary")
    yield "devices", _rows(UserSession.objects.filter(user=user), "ip", "user_agent", "created_at", "last_seen_at")
    yield "second_step", _rows(Authenticator.objects.filter(user=user), "type", "created_at", "last_used_at")
    yield "app_passwords", _rows(AppPassword.objects.filter(user=user), "name", "made_at", "used_at", "revoked_at")
    for name, collect in own_data.collectors.items():
        yield name, list(collect(user.pk))


def _rows(held: Any, *fields: str) -> list[dict[str, Any]]:
    return list(held.order_by("pk").values(*fields))
