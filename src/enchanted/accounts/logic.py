"""What a name, a telephone number and a code look like, and how long a wrong password waits."""

from __future__ import annotations

import hashlib
import hmac
import io
import re
import secrets
import unicodedata
from collections.abc import Callable

import segno
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from enchanted.core.fields import fold

LONGEST_NAME = 32
LONGEST_KEY = 64
CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 12
APP_PASSWORD_LENGTH = 24
SIGN_IN_CODE_LENGTH = 8
FREE_FAILURES = 5
MOST_FAILURES = 30
FIRST_DELAY = 0.25
LONGEST_DELAY = 2.0
LONGEST_RETRY = 30
_TELEPHONE_FILLERS = re.compile(r"[\s().\-/]")
_TELEPHONE = re.compile(r"\+?[0-9]{5,15}")


def check_length(name: str) -> None:
    if not fold(name):
        raise ValidationError(_("A name needs at least one character."), code="name_empty")
    if len(name) > LONGEST_NAME:
        raise ValidationError(_("A name has at most 32 characters."), code="name_long")


def check_edges(name: str) -> None:
    if name != name.strip():
        raise ValidationError(_("A name can't begin or end with a space."), code="name_edges")


def check_characters(name: str) -> None:
    """Nothing that can't be seen: no control, formatting or unassigned characters, no line breaks."""
    if any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} for c in name):
        raise ValidationError(_("A name can't hold characters that nobody sees."), code="name_characters")


def check_no_mailbox(name: str) -> None:
    if "@" in fold(name):
        raise ValidationError(_("A name can't hold “@”: the house would take it for a mailbox."), code="name_mailbox")


def check_no_number(name: str) -> None:
    """A number, however it is parted, would be taken for somebody's telephone."""
    if fold(name).isdigit() or _TELEPHONE.fullmatch(_digits(name)):
        raise ValidationError(_("A name can't be a number: put a letter into it."), code="name_number")


NAME_VALIDATORS: list[Callable[[str], None]] = [
    check_length,
    check_edges,
    check_characters,
    check_no_mailbox,
    check_no_number,
]


def check_name(name: str) -> None:
    """Every rule of a name; ValidationError with the first that is broken."""
    for check in NAME_VALIDATORS:
        check(name)


def name_key(name: str) -> str:
    """The form a name is looked up by, as User.name_key keeps it."""
    return fold(name)[:LONGEST_KEY]


def clean_mailbox(mailbox: str | None) -> str | None:
    """A mailbox as it is kept: lower case, None when absent."""
    return (mailbox or "").strip().lower() or None


def clean_telephone(telephone: str | None) -> str | None:
    """A telephone number as it is kept: digits, a plus before them where one was given; None when absent.

    Errors: ValidationError when it is no telephone number.
    """
    number = _digits(telephone or "")
    if not number:
        return None
    if not _TELEPHONE.fullmatch(number):
        raise ValidationError(
            _("A telephone number has 5 to 15 digits, with a + before them or not."), code="telephone"
        )
    return number


def telephone_meant(login: str) -> str | None:
    """The telephone number someone types to sign in, as it is kept; None when it is none."""
    number = _digits(login)
    return number if _TELEPHONE.fullmatch(number) else None


def new_code(length: int = CODE_LENGTH) -> str:
    """A code of five random bits a letter that can be read aloud, such as KJ4M-9TQP-X2WA."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _unused in range(length))
    return "-".join(letters[start : start + 4] for start in range(0, length, 4))


def hash_code(code: str) -> str:
    """What is kept of a code. Case, spaces and dashes don't count."""
    letters = "".join(c for c in unicodedata.normalize("NFKC", code).upper() if c.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest()


def browser_mark(session_key: str) -> str:
    """What is kept of a session's key: enough to know it again, nothing to sign in with."""
    return hashlib.sha256(f"browser:{session_key}".encode()).hexdigest()[:32]


def same_code(code: str, code_hash: str) -> bool:
    """Whether `code` is the one kept as `code_hash`, in a time that says nothing."""
    return hmac.compare_digest(hash_code(code), code_hash)


def _digits(text: str) -> str:
    return _TELEPHONE_FILLERS.sub("", unicodedata.normalize("NFKC", text))


def drawn_code(text: str) -> str:
    """A QR code of the text as an SVG: black on white, whatever the theme, so that every camera reads it."""
    out = io.BytesIO()
    segno.make(text, micro=False).save(
        out, kind="svg", border=2, xmldecl=False, omitsize=True, dark="#000", light="#fff", svgclass=None
    )
    return out.getvalue().decode()


def device_words(user_agent: str) -> str:
    """What a browser says of itself, in two words: `Firefox, Windows`."""
    from ua_parser import parse

    told = parse(user_agent[:512])
    browser = told.user_agent.family.replace("Headless", "") if told.user_agent else ""
    system = told.os.family if told.os else ""
    words = ", ".join(part for part in (browser.removeprefix("Mobile "), system) if part)
    return words or gettext("Unknown device")


def answer_delay(failures: int) -> float:
    """Seconds before the answer to the latest of so many wrong passwords leaves."""
    if failures <= FREE_FAILURES:
        return 0.0
    return min(LONGEST_DELAY, FIRST_DELAY * 2.0 ** min(failures - FREE_FAILURES - 1, 10))


def retry_after(failures: int) -> int:
    """Seconds to wait before another try, 0 while there are few failures: past a bound the answer is 429."""
    return min(LONGEST_RETRY, max(0, failures - MOST_FAILURES))
