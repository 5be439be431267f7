"""Links that leave the house by mail, and those that stay within it."""

from __future__ import annotations

from django.core import signing

_SALT = "enchanted.notices.unsubscribe"


def unsubscribe_token(user_id: int) -> str:
    """A signed word that stands for the account in a mail's last line. It works as long as the house's secret does."""
    return signing.Signer(salt=_SALT).sign(str(user_id))


def unsubscribed_id(token: str) -> int | None:
    """The account a token was signed for; None when nobody signed it."""
    try:
        return int(signing.Signer(salt=_SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        return None


def is_within(link: str) -> bool:
    """Whether a link is empty, or a path of the house: nothing that could lead elsewhere."""
    plain = link.isprintable() and "\\" not in link
    return not link or (plain and link.startswith("/") and not link.startswith("//"))
