"""What people type to come in."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account import forms as allauth
from allauth.core import context
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from enchanted.accounts import actions, queries
from enchanted.accounts.adapter import note_failure
from enchanted.accounts.logic import check_name, clean_telephone
from enchanted.accounts.models import User


class SignupForm(allauth.SignupForm):
    """Name and password; mailbox, telephone and gender where people want."""

    telephone = forms.CharField(label=_("Telephone (optional)"), required=False, max_length=40)
    gender = forms.ChoiceField(
        label=_("Gender (optional)"), required=False, choices=[("", _("Not said")), *User.Gender.choices]
    )
    field_order: ClassVar[list[str]] = ["username", "password1", "email", "telephone", "gender"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_field(self.fields["username"], _("Name"))
        _name_field(self.fields["email"], _("Mailbox (optional)"))
        self.fields["telephone"].widget.attrs.update(autocomplete="tel", type="tel")

    def clean_telephone(self) -> str | None:
        telephone = clean_telephone(self.cleaned_data["telephone"])
        if telephone and queries.telephone_is_taken(telephone):
            raise ValidationError(actions.TELEPHONE_TAKEN)
        return telephone

    def refuse(self, fields: dict[str, Any]) -> None:
        """Show an action's refusal beside the fields it speaks of."""
        names = {"name": "username", "mailbox": "email", "password": "password1"}
        for name, why in fields.items():
            self.add_error(names.get(name, name), str(why))


class LoginForm(allauth.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_field(self.fields["login"], _("Name or mailbox"))
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ChangePasswordForm(allauth.ChangePasswordForm):
    """A wrong old password is counted like one at the door."""

    def clean_oldpassword(self) -> str:
        try:
            return str(super().clean_oldpassword())
        except ValidationError:
            note_failure(context.request, self.user.name)
            raise


class MailboxForm(allauth.AddEmailForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Mailbox")


class ResetPasswordForm(allauth.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Mailbox")


class OwnerForm(forms.Form):
    """How the first owner comes in."""

    code = forms.CharField(
        label=_("Owner code"),
        max_length=60,
        help_text=_("Printed when the house started."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=32,
        validators=[check_name],
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("Password"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )


def _name_field(field: forms.Field, label: Any) -> None:
    field.label = label
    field.widget.attrs.pop("placeholder", None)
