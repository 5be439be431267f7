"""What people type to come in."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account import forms as allauth
from allauth.core import context
from allauth.mfa.base import forms as second_step
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from enchanted.accounts import actions, queries
from enchanted.accounts.adapter import WRONG_CODE, note_failure
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
        _name_field(self.fields["login"], _("Name, mailbox or telephone"))
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


CODE_INPUT = {"autocomplete": "one-time-code", "autocapitalize": "off", "spellcheck": "false"}


class SecondStepForm(second_step.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_field(self.fields["code"], _("Code of the app, or a recovery code"))


class SecondStepAgainForm(second_step.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_field(self.fields["code"], _("Code of the app, or a recovery code"))


class ActivateAppForm(totp.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_field(self.fields["code"], _("Code the app shows"))
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class _Unreadable:
    """What is no browser's answer is refused like a wrong one: the library trusts its shape."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except (AttributeError, KeyError, TypeError, ValueError) as fault:
            raise ValidationError(WRONG_CODE, code="incorrect_code") from fault


class PasskeySignInForm(_Unreadable, webauthn.LoginWebAuthnForm):
    pass


class PasskeyStepForm(_Unreadable, webauthn.AuthenticateWebAuthnForm):
    pass


class PasskeyAgainForm(_Unreadable, webauthn.ReauthenticateWebAuthnForm):
    pass


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    """A passkey signs in by itself, unless people would rather have it as a second step."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _passkey_name(self.fields["name"])
        alone = self.fields["passwordless"]
        alone.initial = True
        alone.label = _("Signs in alone, without the password")
        alone.help_text = ""

    def clean(self) -> dict[str, Any]:
        try:
            return dict(super().clean())
        except (AttributeError, KeyError, TypeError, ValueError) as fault:
            raise ValidationError(WRONG_CODE, code="incorrect_code") from fault


class RenamePasskeyForm(webauthn.EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _passkey_name(self.fields["name"])


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


def _passkey_name(field: Any) -> None:
    field.label = _("What you call it")
    field.max_length = 60
    field.widget.attrs["maxlength"] = 60
    field.validators.append(MaxLengthValidator(60))


def _code_field(field: forms.Field, label: Any) -> None:
    _name_field(field, label)
    field.widget.attrs.update(CODE_INPUT)


def _name_field(field: forms.Field, label: Any) -> None:
    field.label = label
    field.widget.attrs.pop("placeholder", None)


class AppPasswordForm(forms.Form):
    """Which program a new app password is for."""

    name = forms.CharField(
        label=_("Which program is it for?"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class CodeForm(forms.Form):
    """The code another device shows."""

    code = forms.CharField(
        label=_("Code on the other device"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "autofocus": True}
        ),
    )


class ProfileForm(forms.Form):
    """What people say of themselves; all of it may stay empty."""

    telephone = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=40,
        help_text=_("It also serves to sign in."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )
    gender = forms.ChoiceField(label=_("Gender"), required=False, choices=[("", _("Not said")), *User.Gender.choices])
    birth_year = forms.IntegerField(
        label=_("Year of birth"),
        required=False,
        widget=forms.NumberInput(attrs={"autocomplete": "bday-year", "inputmode": "numeric"}),
    )
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=lambda: [("", _("As the browser has it")), *settings.LANGUAGES]
    )


class PictureForm(forms.Form):
    """A picture of a person; what it really is, the action looks into."""

    picture = forms.FileField(
        label=_("Picture"), widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})
    )


class EraseForm(forms.Form):
    """The password once more, before the account is gone."""

    password = forms.CharField(
        label=_("Password"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}), strip=False
    )
