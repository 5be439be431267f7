"""What the environment says about this house, read once and checked in plain words.

Imports no Django, so that a command can refuse a bad setting before anything else is loaded.
The page for people is docs/settings.md; a test keeps the two the same.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]", "10.0.2.2")
DATABASES = ("sqlite", "postgres", "postgresql", "mysql", "mariadb")


class BadSetting(Exception):
    """A setting can't be used; the message names it and says what would be right."""


@dataclass(frozen=True)
class Mail:
    """Where mail leaves: a console when `host` is empty, else an SMTP server."""

    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False


@dataclass(frozen=True)
class Env:
    """Every setting of a house, typed. Field names are the variables' own, in lower case."""

    enchanted_home: Path
    host: str
    port: int
    enchanted_url: str
    enchanted_hosts: tuple[str, ...]
    enchanted_secret: str
    enchanted_storage: Path
    enchanted_ffmpeg: str
    enchanted_language: str
    enchanted_time_zone: str
    enchanted_guests: str
    database_url: str
    redis_url: str
    mail_url: Mail
    mail_from: str
    trusted_proxies: tuple[str, ...]
    web_workers: int
    web_threads: int
    encode_workers: int
    encode_nice: int
    encode_av1: str
    disk_reserve: int
    accel_prefix: str
    most_streams: int
    enchanted_inside: bool

    @property
    def secure(self) -> bool:
        """Whether people reach the house over https."""
        return self.enchanted_url.startswith("https://")

    @property
    def hosts(self) -> list[str]:
        """Host names the house answers to."""
        own = urlsplit(self.enchanted_url).hostname or ""
        return list(dict.fromkeys([*LOCAL_HOSTS, own, *self.enchanted_hosts]))


def names() -> list[str]:
    """The variables' names as people write them."""
    return [field.name.upper() for field in fields(Env)]


@cache
def env() -> Env:
    """The settings of this process.

    Errors: BadSetting for the first variable that can't be used.
    """
    return read(os.environ)


def read(given: Mapping[str, str]) -> Env:
    """Settings out of `given`, with the defaults of a laptop.

    Errors: BadSetting for the first variable that can't be used.
    """
    home = Path(given.get("ENCHANTED_HOME") or "var").expanduser().absolute()
    port = _number(given, "PORT", 8000, 1, 65535)
    redis = _url(given, "REDIS_URL", "", ("redis", "rediss", "unix"))
    workers = _number(given, "WEB_WORKERS", 1, 1, 64)
    if workers > 1 and not redis:
        raise BadSetting("WEB_WORKERS above 1 needs REDIS_URL, so that the processes hear of each other's news.")
    return Env(
        enchanted_home=home,
        host=given.get("HOST") or "127.0.0.1",
        port=port,
        enchanted_url=_url(given, "ENCHANTED_URL", f"http://localhost:{port}", ("http", "https")).rstrip("/"),
        enchanted_hosts=_list(given, "ENCHANTED_HOSTS"),
        enchanted_secret=given.get("ENCHANTED_SECRET") or _kept_secret(home),
        enchanted_storage=_storage(given, home),
        enchanted_ffmpeg=given.get("ENCHANTED_FFMPEG", ""),
        enchanted_language=_choice(given, "ENCHANTED_LANGUAGE", ("en", "zh-hans")),
        enchanted_time_zone=_time_zone(given),
        enchanted_guests=_choice(given, "ENCHANTED_GUESTS", ("watch", "browse")),
        database_url=_url(given, "DATABASE_URL", f"sqlite:///{quote(str(home / 'house.db'))}", DATABASES),
        redis_url=redis,
        mail_url=_mail(given),
        mail_from=given.get("MAIL_FROM") or "Enchanted <house@localhost>",
        trusted_proxies=_networks(given, "TRUSTED_PROXIES"),
        web_workers=workers,
        web_threads=_number(given, "WEB_THREADS", 3, 1, 64),
        encode_workers=_number(given, "ENCODE_WORKERS", 1, 1, 16),
        encode_nice=_number(given, "ENCODE_NICE", 10, 0, 19),
        encode_av1=_choice(given, "ENCODE_AV1", ("no", "yes")),
        disk_reserve=_number(given, "DISK_RESERVE", 1000, 0, 100_000_000),
        accel_prefix=_accel(given),
        most_streams=_number(given, "MOST_STREAMS", 4, 0, 1000),
        enchanted_inside=given.get("ENCHANTED_INSIDE", "") == "1",
    )


def _number(given: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = given.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
        raise BadSetting(f"{name} must be a whole number from {low} to {high}, not {text!r}.")
    return int(text)


def _choice(given: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    text = (given.get(name) or allowed[0]).lower()
    if text not in allowed:
        raise BadSetting(f"{name} must be one of {', '.join(allowed)}, not {text!r}.")
    return text


def _list(given: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in given.get(name, "").split(",") if part.strip())


def _networks(given: Mapping[str, str], name: str) -> tuple[str, ...]:
    from ipaddress import ip_network

    for text in _list(given, name):
        try:
            ip_network(text, strict=False)
        except ValueError:
            raise BadSetting(f"{name} must list addresses or networks such as 10.0.0.0/8, not {text!r}.") from None
    return _list(given, name)


def _url(given: Mapping[str, str], name: str, default: str, schemes: tuple[str, ...]) -> str:
    text = given.get(name) or default
    scheme, separator, rest = text.partition("://")
    if text and (scheme not in schemes or not separator or not rest.strip("/")):
        raise BadSetting(f"{name} must start with {' or '.join(s + '://' for s in schemes)} and name a place.")
    try:
        _ = urlsplit(text).port
    except ValueError:
        raise BadSetting(f"{name} has a port that is none.") from None
    return text


def _accel(given: Mapping[str, str]) -> str:
    text = given.get("ACCEL_PREFIX", "")
    if text and not (text.startswith("/") and text.endswith("/") and len(text) > 2):
        raise BadSetting(f"ACCEL_PREFIX must be a place such as /_house/ with a slash at both ends, not {text!r}.")
    if text and not _list(given, "TRUSTED_PROXIES"):
        raise BadSetting("ACCEL_PREFIX needs TRUSTED_PROXIES, the address of the nginx that is to send the bytes.")
    return text


def _storage(given: Mapping[str, str], home: Path) -> Path:
    text = given.get("ENCHANTED_STORAGE") or str(home / "films")
    if "://" in text:
        raise BadSetting("ENCHANTED_STORAGE must be a folder on this machine or a mounted one.")
    return Path(text).expanduser().absolute()


def _time_zone(given: Mapping[str, str]) -> str:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    name = given.get("ENCHANTED_TIME_ZONE") or "UTC"
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadSetting(f"ENCHANTED_TIME_ZONE must be a zone such as Europe/Paris, not {name!r}.") from None
    return name


def _mail(given: Mapping[str, str]) -> Mail:
    url = _url(given, "MAIL_URL", "", ("smtp", "smtps", "smtp+tls"))
    if not url:
        return Mail()
    parts = urlsplit(url)
    return Mail(
        host=parts.hostname or "",
        port=parts.port or {"smtps": 465, "smtp+tls": 587}.get(parts.scheme, 25),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp+tls" or "starttls" in parse_qs(parts.query, keep_blank_values=True),
        tls=parts.scheme == "smtps",
    )


def _kept_secret(home: Path) -> str:
    """The house's own secret, made at the first start and readable by its owner alone."""
    path = home / "secret.key"
    try:
        if not path.exists():
            home.mkdir(parents=True, exist_ok=True)
            fresh = home / f"secret.{os.getpid()}.{secrets.token_hex(4)}"
            fresh.write_text(secrets.token_urlsafe(50))
            fresh.chmod(0o600)
            try:
                os.link(fresh, path)
            except FileExistsError:
                pass
            finally:
                fresh.unlink()
        return path.read_text().strip()
    except OSError as fault:
        raise BadSetting(f"ENCHANTED_HOME is {home}, which can't be used: {fault.strerror}.") from None
