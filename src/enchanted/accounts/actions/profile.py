"""What people say of themselves: picture, telephone, gender, year of birth, language."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enchanted.accounts import queries
from enchanted.accounts.actions.people import TELEPHONE_TAKEN
from enchanted.accounts.logic import clean_telephone
from enchanted.accounts.models import User
from enchanted.core.actor import Actor
from enchanted.core.errors import Invalid, NotAllowed
from enchanted.core.pictures import AVATAR_WIDTHS, keep_picture

OLDEST = 130


def change_profile(
    *, actor: Actor, telephone: str, gender: str, birth_year: int | None, language: str, at: datetime
) -> None:
    """Keep what a person says of themselves; empty values are forgotten.

    Errors: NotAllowed for a guest, Invalid with `fields`.
    """
    user_id = _person(actor)
    faults: dict[str, str | Promise] = {}
    number = None
    try:
        number = clean_telephone(telephone)
    except ValidationError as fault:
        faults["telephone"] = fault.messages[0]
    if number and queries.telephone_is_anothers(number, user_id):
        faults["telephone"] = TELEPHONE_TAKEN
    if gender not in {"", *User.Gender.values}:
        faults["gender"] = _("Choose one of the list, or none.")
    if birth_year is not None and not at.year - OLDEST <= birth_year <= at.year:
        faults["birth_year"] = _("This can't be your year of birth.")
    if language not in {"", *dict(settings.LANGUAGES)}:
        faults["language"] = _("Choose one of the list, or none.")
    if not faults and not _kept(user_id, telephone=number, gender=gender, birth_year=birth_year, language=language):
        faults["telephone"] = TELEPHONE_TAKEN
    if faults:
        raise Invalid(next(iter(faults.values())), faults)


def set_language(*, actor: Actor, language: str) -> None:
    """Keep the language a person chose by the switch; nothing happens for one there isn't."""
    if actor.user_id is not None and language in dict(settings.LANGUAGES):
        User.objects.filter(pk=actor.user_id).update(language=language)


def set_avatar(*, actor: Actor, data: bytes) -> str:
    """Give a person a picture: checked by its content, turned upright, stripped, resized. Returns its key.

    Errors: NotAllowed for a guest, Invalid for what is no picture.
    """
    user_id = _person(actor)
    key = keep_picture(data, AVATAR_WIDTHS)
    User.objects.filter(pk=user_id).update(avatar=key)
    return key


def remove_avatar(*, actor: Actor) -> None:
    """Take a person's picture away.

    Errors: NotAllowed for a guest.
    """
    User.objects.filter(pk=_person(actor)).update(avatar="")


def _kept(user_id: int, **values: object) -> bool:
    """Whether the row took the values; not so when another took the number at the same moment."""
    try:
        with transaction.atomic():
            User.objects.filter(pk=user_id).update(**values)
    except IntegrityError:
        return False
    return True


def _person(actor: Actor) -> int:
    if actor.user_id is None:
        raise NotAllowed(_("Sign in first."))
    return actor.user_id
