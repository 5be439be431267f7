"""Settings are checked at the start, in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from enchanted.config.env import BadSetting, Env, read


def given(tmp_path: Path, **variables: str) -> Env:
    return read({"ENCHANTED_HOME": str(tmp_path), **variables})


def test_a_laptop_needs_no_setting(tmp_path: Path) -> None:
    env = given(tmp_path)
    assert (env.host, env.port, env.enchanted_url) == ("127.0.0.1", 8000, "http://localhost:8000")
    assert not env.secure
    assert set(env.hosts) == {"localhost", "127.0.0.1", "[::1]", "10.0.2.2"}


def test_the_secret_is_made_once_and_is_the_owners_alone(tmp_path: Path) -> None:
    first = given(tmp_path).enchanted_secret
    assert given(tmp_path).enchanted_secret == first
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600
    assert len(first) >= 50


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"), ("PORT", "70000"), ("PORT", "-1"), ("ENCHANTED_URL", "cinema.example"),
        ("ENCHANTED_URL", "https://"), ("DATABASE_URL", "oracle://x/y"), ("REDIS_URL", "http://x"),
        ("WEB_WORKERS", "2"), ("WEB_THREADS", "0"), ("MAIL_URL", "imap://x"), ("ENCHANTED_TIME_ZONE", "Mars/Phobos"),
        ("ENCHANTED_STORAGE", "s3://bucket"), ("ENCHANTED_GUESTS", "all"), ("ENCHANTED_URL", "http://x:99999999"),
        ("TRUSTED_PROXIES", "nginx,10.0.0.0/8"), ("PORT", "0"),
    ],
)  # fmt: skip
def test_a_bad_setting_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=name):
        given(tmp_path, **{name: value})


def test_https_makes_cookies_secure_and_adds_the_host(tmp_path: Path) -> None:
    env = given(tmp_path, ENCHANTED_URL="https://films.example:8443/", ENCHANTED_HOSTS="a.example, b.example")
    assert env.secure
    assert env.enchanted_url == "https://films.example:8443"
    assert {"films.example", "a.example", "b.example"} <= set(env.hosts)


def test_mail_addresses_are_read(tmp_path: Path) -> None:
    mail = given(tmp_path, MAIL_URL="smtp+tls://me%40x:p%3Aw@mail.example").mail_url
    assert (mail.host, mail.port, mail.user, mail.password, mail.starttls) == ("mail.example", 587, "me@x", "p:w", True)
    assert given(tmp_path).mail_url.host == ""


@pytest.mark.parametrize("name", ["with space", "a#b", "100%", "q?x", "电影"])
def test_a_home_of_any_name_holds_its_own_database(tmp_path: Path, name: str) -> None:
    import dj_database_url

    home = tmp_path / name
    assert dj_database_url.parse(given(home).database_url)["NAME"] == str(home / "house.db")


def test_a_home_that_can_not_be_used_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadSetting, match="ENCHANTED_HOME"):
        read({"ENCHANTED_HOME": str(tmp_path / "file" / "home")})
