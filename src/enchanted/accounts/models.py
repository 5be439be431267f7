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
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=16, blank=True)
    avatar = models.CharField(_("avatar"), max_length=32, blank=True, editable=False)
    locked = models.BooleanField(_("locked"), default=False)
    online = models.BooleanField(_("online"), default=False, editable=False)
    erased_at = models.DateTimeField(null=True, editable=False)
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


class AppPassword(models.Model):
    """A secret with which one program signs in as a person; only its hash is kept. It never opens the web pages."""

    user = models.ForeignKey(User, models.CASCADE, related_name="app_passwords")
    name = models.CharField(max_length=60)
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return self.name


class SignInCode(models.Model):
    """A code a browser without a keyboard shows, for a signed-in person to confirm. Only hashes are kept.

    `browser` is the mark of the session that waits: nobody else is let in by it.
    """

    code_hash = models.CharField(max_length=64, unique=True)
    browser = models.CharField(max_length=32, unique=True)
    address = models.CharField(max_length=45, blank=True)
    user_agent = models.CharField(max_length=200, blank=True)
    ends_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    refused = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"sign-in code until {self.ends_at:%Y-%m-%d %H:%M}"


class OwnerCode(models.Model):
    """The one-time code of a house without an owner. At most one row: `only` is unique."""

    only = models.BooleanField(default=True, unique=True, editable=False)
    code_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"owner code of {self.made_at:%Y-%m-%d %H:%M}"
