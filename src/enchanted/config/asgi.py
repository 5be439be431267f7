"""The front door: one ASGI application. Many bytes go to streams, sockets to consumers, the rest over the bridge."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "enchanted.config.settings")

import django
from django.apps import apps

if not apps.ready:
    django.setup()

from channels.auth import AuthMiddlewareStack
from channels.db import database_sync_to_async
from channels.routing import URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.conf import settings
from django.urls import re_path

from enchanted.accounts.consumers import Presence
from enchanted.accounts.queries import actor_of
from enchanted.accounts.urls import sockets as accounts_sockets
from enchanted.catalogue.urls import sockets as catalogue_sockets
from enchanted.config.lifespan import Lifespan
from enchanted.core.bridge import Bridge
from enchanted.core.ranges import Receive, Scope, Send
from enchanted.core.sockets import NoSuchPlace
from enchanted.media import streams
from enchanted.media.streams import uploading
from enchanted.media.urls import sockets as media_sockets
from enchanted.notices.urls import sockets as notices_sockets

App = Callable[[Scope, Receive, Send], Awaitable[None]]


class KnowsActor:
    """Puts the actor behind the session of a socket or an upload into its scope."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner
        self.presence = Presence()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        key = scope["session"].session_key or ""
        actor = await database_sync_to_async(actor_of)(scope["user"], key)
        async with self.presence.of(actor):
            await self.inner({**scope, "actor": actor}, receive, send)


STREAMS: dict[str, App] = {
    "/stream/": streams.stream,
    "/pictures/": streams.picture,
    "/upload/": AuthMiddlewareStack(KnowsActor(uploading.upload)),
}


class FrontDoor:
    """Joins the ways in."""

    def __init__(self) -> None:
        self.lifespan = Lifespan()
        self.pages = Bridge(settings.HOUSE_WEB_THREADS)
        features = [*accounts_sockets, *catalogue_sockets, *media_sockets, *notices_sockets]
        rooms = [*features, re_path(r"", NoSuchPlace.as_asgi())]
        self.sockets: Any = AllowedHostsOriginValidator(AuthMiddlewareStack(KnowsActor(URLRouter(rooms))))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        kind = scope["type"]
        if kind == "http":
            path = scope["path"]
            prefix = path[: path.find("/", 1) + 1]
            await STREAMS.get(prefix, self.pages)(scope, receive, send)
        elif kind == "websocket":
            await self.sockets(scope, receive, send)
        elif kind == "lifespan":
            await self.lifespan(scope, receive, send)


application = FrontDoor()
