"""What staff type about films, people and genres."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminImageFieldWidget, UnfoldBooleanSwitchWidget

from enchanted.catalogue import queries
from enchanted.core.pictures import FORMATS, MOST_BYTES, MOST_PIXELS


class PictureField(forms.ImageField):
    """A picture the house can keep; its value is the file's bytes, None when none was given."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label, required=False, widget=UnfoldAdminImageFieldWidget, help_text=_("JPEG, PNG or WebP")
        )

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if not isinstance(file, UploadedFile):
            return None
        picture: Any = file.image  # type: ignore[attr-defined]
        if picture.format not in FORMATS:
            raise ValidationError(_("Choose a JPEG, PNG or WebP picture."))
        if (file.size or 0) > MOST_BYTES or picture.width * picture.height > MOST_PIXELS:
            raise ValidationError(_("This picture is too large."))
        file.seek(0)
        return file.read()


class PicturedForm(forms.ModelForm):  # type: ignore[type-arg]
    """A record with pictures. They and the switches beside them are no columns: `kept_picture` reads them."""

    def kept_picture(self, name: str) -> bytes | None:
        """The bytes to keep as `poster`, say: empty to take the kept one away, None to leave it."""
        given: bytes | None = self.cleaned_data.get(f"new_{name}")
        return given or (b"" if self.cleaned_data.get(f"drop_{name}") else None)


class MovieForm(PicturedForm):
    """A film's record."""

    new_poster = PictureField(_("New poster"))
    drop_poster = forms.BooleanField(label=_("Draw the poster"), required=False, widget=UnfoldBooleanSwitchWidget)
    new_backdrop = PictureField(_("New backdrop"))
    drop_backdrop = forms.BooleanField(label=_("No backdrop"), required=False, widget=UnfoldBooleanSwitchWidget)

    new_logo = PictureField(_("New logo"))
    drop_logo = forms.BooleanField(label=_("No logo"), required=False, widget=UnfoldBooleanSwitchWidget)


class PersonForm(PicturedForm):
    new_photo = PictureField(_("New photo"))
    drop_photo = forms.BooleanField(label=_("No photo"), required=False, widget=UnfoldBooleanSwitchWidget)


class CollectionForm(forms.ModelForm):  # type: ignore[type-arg]
    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if queries.collection_name_is_taken(name, but=self.instance.pk):
            raise ValidationError(_("There is a collection of this name."))
        return name


class GenreForm(forms.ModelForm):  # type: ignore[type-arg]
    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if queries.genre_name_is_taken(name, but=self.instance.pk):
            raise ValidationError(_("There is a genre of this name."))
        return name
