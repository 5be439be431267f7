"""Small questions to a request that several faces ask."""

from __future__ import annotations

import ipaddress
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from enchanted.core.actor import Actor


def requester(request: Any) -> Actor:
    """The actor behind a request (Django's or DRF's), as the accounts middleware found them."""
    actor: Actor = request.actor
    return actor


def client_address(request: HttpRequest) -> str:
    """The address a request came from; a proxy's word is taken only when TRUSTED_PROXIES names that proxy."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    while hops and is_trusted(address):
        address = hops.pop()
    return address


def is_trusted(address: str) -> bool:
    """Whether TRUSTED_PROXIES names this address."""
    return _lies_in(address, tuple(settings.HOUSE_TRUSTED_PROXIES))


@lru_cache(4096)
def _lies_in(address: str, networks: tuple[str, ...]) -> bool:
    try:
        ip = ipaddress.ip_address(address)
        return any(ip in ipaddress.ip_network(net, strict=False) for net in networks)
    except ValueError:
        return False
