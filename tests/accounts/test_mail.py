"""Letters: mailboxes confirmed, passwords set anew, over a real SMTP server and over the console."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlsplit

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from allauth.account.models import EmailAddress
from django.test import Client

from enchanted.core import outbox
from tests import cast
from tests.houses import free_port

pytestmark = pytest.mark.django_db

NEW = "another long enough one"
CHINESE = "zh-hans,zh;q=0.9"


class Box(Message):
    """Keeps what arrives, as its bytes were."""

    def __init__(self) -> None:
        super().__init__()
        self.letters: list[EmailMessage] = []

    def handle_message(self, message: Any) -> None:
        self.letters.append(message_from_bytes(message.as_bytes(), policy=policy.default))


@pytest.fixture
def box(settings: Any) -> Iterator[Box]:
    """An SMTP server that really listens, as the house's MAIL_URL would name it."""
    server = Controller(Box(), hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_BACKEND = "enchanted.core.mail.OutboxBackend"
    settings.MAIL_CARRIER = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.hostname, server.port
    yield server.handler
    server.stop()


def text_of(letter: EmailMessage) -> str:
    part = letter.get_body(("plain",))
    assert part
    return str(part.get_content())


def link_in(text: str) -> str:
    """The path of the first address in a letter."""
    return str(urlsplit(re.findall(r"https?://\S+", text)[0]).path)


def sign_up(client: Client, **headers: str) -> None:
    given = {"username": "Ada", "password1": cast.PASSWORD, "email": "ada@example.org"}
    assert client.post("/accounts/signup/", given, **headers).status_code == 302  # type: ignore[arg-type]


def sign_in(password: str, login: str = "Ada") -> bool:
    client = Client()
    client.post("/accounts/login/", {"login": login, "password": password})
    return "_auth_user_id" in client.session


def set_anew(link: str) -> Any:
    """Open the link of a reset letter and give a new password there; the last answer."""
    client = Client()
    form = client.get(link, follow=True)
    assert form.status_code == 200
    action = form.redirect_chain[-1][0]
    return client.post(action, {"password1": NEW, "password2": NEW}, follow=True)


def test_a_mailbox_is_confirmed_by_the_link_in_its_letter(box: Box) -> None:
    client = Client()
    sign_up(client)
    assert not EmailAddress.objects.get().verified
    outbox.drain()
    (letter,) = box.letters
    assert letter["To"] == "ada@example.org"
    link = link_in(text_of(letter))
    page = client.get(link)
    assert page.status_code == 200
    assert "ada@example.org" in page.content.decode()
    assert not EmailAddress.objects.get().verified, "looking at the page confirms nothing"
    assert client.post(link).status_code == 302
    assert EmailAddress.objects.get().verified


def test_a_lost_password_is_set_anew_by_the_link_in_its_letter(box: Box) -> None:
    sign_up(Client())
    answer = Client().post("/accounts/password/reset/", {"email": "ada@example.org"}, follow=True)
    assert answer.status_code == 200
    outbox.drain()
    letter = box.letters[-1]
    link = link_in(text_of(letter))
    assert set_anew(link).status_code == 200
    assert sign_in(NEW)
    assert not sign_in(cast.PASSWORD)
    assert "used up" in Client().get(link, follow=True).content.decode()
    assert set_anew_is_refused(link)
    outbox.drain()
    assert len(box.letters) == 3, "a letter tells of the new password"


def set_anew_is_refused(link: str) -> bool:
    return "<input" not in Client().get(link, follow=True).content.decode().split("<main", 1)[1].split("</main>", 1)[0]


def test_a_link_for_nobody_is_refused(box: Box) -> None:
    for link in ("/accounts/password/reset/key/1-set-password/", "/accounts/password/reset/key/zz-abc-def/"):
        assert "used up" in Client().get(link, follow=True).content.decode()
    assert "used up" in Client().get("/accounts/confirm-email/nonsense/").content.decode()


def test_letters_are_in_the_readers_language(box: Box) -> None:
    sign_up(Client(), HTTP_ACCEPT_LANGUAGE=CHINESE)
    Client().post("/accounts/password/reset/", {"email": "ada@example.org"}, HTTP_ACCEPT_LANGUAGE=CHINESE)
    outbox.drain()
    for letter in box.letters:
        assert re.search("[\u4e00-\u9fff]", str(letter["Subject"])), letter["Subject"]
        assert len(re.findall("[\u4e00-\u9fff]", text_of(letter))) > 30
    assert set_anew(link_in(text_of(box.letters[1]))).status_code == 200
    assert sign_in(NEW)


def test_without_a_mail_server_letters_are_printed(settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    settings.EMAIL_BACKEND = "enchanted.core.mail.OutboxBackend"
    settings.MAIL_CARRIER = "django.core.mail.backends.console.EmailBackend"
    client = Client()
    sign_up(client)
    client.post("/accounts/password/reset/", {"email": "ada@example.org"})
    outbox.drain()
    confirm, reset = (link for link in re.findall(r"https?://\S+/accounts/\S+", capsys.readouterr().out))
    client.post(urlsplit(confirm).path)
    assert EmailAddress.objects.get().verified
    assert set_anew(urlsplit(reset).path).status_code == 200
    assert sign_in(NEW)


@pytest.mark.parametrize("login", ["+44 20 7946 0000", "+442079460000", "＋４４ (20) 7946-0000"])
def test_a_telephone_number_opens_the_door_however_it_is_written(login: str) -> None:
    given = {"username": "Ada", "password1": cast.PASSWORD, "telephone": "+44 (20) 7946.0000"}
    Client().post("/accounts/signup/", given)
    assert sign_in(cast.PASSWORD, login)
    assert not sign_in(NEW, login)
    assert not sign_in(cast.PASSWORD, "+44 20 7946 0001")


@pytest.mark.parametrize("name", ["020 7946", "+442079460000", "12-34-56"])
def test_no_name_can_be_taken_for_a_telephone(name: str) -> None:
    answer: Any = Client().post("/accounts/signup/", {"username": name, "password1": cast.PASSWORD})
    assert list(answer.context["form"].errors) == ["username"]
