"""`enchanted create-staff`."""

from __future__ import annotations

import io
import sys

import pytest

from enchanted.accounts import queries
from enchanted.config.commands import create_staff, main
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """Django is loaded, and its test database up to date."""
    monkeypatch.setattr("enchanted.config.commands.django.setup", lambda: None)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def enchanted(monkeypatch: pytest.MonkeyPatch, *words: str, typed: str | None = "") -> int:
    """Run the command with `typed` on standard input; None stands for a terminal."""
    monkeypatch.setattr(sys, "stdin", Terminal() if typed is None else io.StringIO(typed))
    return main(["create-staff", *words])


def test_an_owner_is_made(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert enchanted(monkeypatch, "Olga", "--role", "owner", typed=f"{cast.PASSWORD}\n") == 0
    assert capsys.readouterr().out == "Olga is now owner of the house.\n"
    olga = queries.owners().get()
    assert olga.check_password(cast.PASSWORD)


def test_an_account_is_raised_with_its_own_password(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    vera = cast.account("Vera")
    assert enchanted(monkeypatch, "vera", "--role", "editor") == 0
    assert "there already" in capsys.readouterr().out
    vera.refresh_from_db()
    assert queries.roles_of(vera) == ["editor"]
    assert vera.check_password(cast.PASSWORD)


@pytest.mark.parametrize(
    ("words", "typed", "said"),
    [(("Olga", "--role", "owner"), "", "Give a password on standard input"),
     (("Olga", "--role", "owner"), "12345678\n", "password: "), (("4711", "--role", "owner"), "a long one\n", "name: "),
     (("Olga", "--role", "usher"), "a long one\n", "There are: owner, editor")],
)  # fmt: skip
def test_refusals_are_clear(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], typed: str, said: str
) -> None:
    assert enchanted(monkeypatch, *words, typed=typed) == 1
    assert said in capsys.readouterr().err
    assert not queries.owner_exists()


def test_at_a_terminal_it_asks_twice(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    answers = iter([cast.PASSWORD, "something else", cast.PASSWORD, cast.PASSWORD])
    monkeypatch.setattr(create_staff, "getpass", lambda prompt: next(answers))
    assert enchanted(monkeypatch, "Olga", "--role", "owner", typed=None) == 1
    assert "not the same" in capsys.readouterr().err
    assert enchanted(monkeypatch, "Olga", "--role", "owner", typed=None) == 0
    assert queries.owner_exists()
