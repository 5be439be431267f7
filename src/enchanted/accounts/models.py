"""Accounts, and the code that lets the first owner in."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enchanted.core.fields import AbsentIsNull, FoldedField, fold


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(name_key=fold(username or "")[:64])


class User(AbstractBaseUser, PermissionsMixin):
    """One account. Mailbox and telephone are NULL when absent and unique among given values."""

    class Gender(models.TextChoices):
        MALE = "M", _("Male")
        FEMALE = "F", _("Female")

    name = models.CharField(_("name"), max_length=32)
    name_key = FoldedField(source="name", max_length=64, unique=True)
    mailbox = AbsentIsNull(_("mailbox"), max_length=254, unique=True)
    telephone = AbsentIsNull(_("telephone"), max_length=20, unique=True)
    gender = models.CharField(_("gender"), max_length=1, choices=Gender.choices, blank=True)
    avatar = models.CharField(_("avatar"), max_length=32, blank=True, editable=False)
    locked = models.BooleanField(_("locked"), default=False)
    online = models.BooleanField(_("online"), default=False, editable=False)
    is_staff = models.BooleanField(_("staff"), default=False, editable=False)
    created_at = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    USERNAME_FIELD = "name"
    EMAIL_FIELD = "mailbox"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["name_key"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        return not self.locked


class OwnerCode(models.Model):
    """The one-time code of a house without an owner. At most one row: `only` is unique."""

    only = models.BooleanField(default=True, unique=True, editable=False)
    code_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"owner code of {self.made_at:%Y-%m-%d %H:%M}"
