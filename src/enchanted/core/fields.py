"""Model fields the features share."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    CharField = models.CharField[Any, Any]
else:
    CharField = models.CharField


def fold(text: str) -> str:
    """The form under which two spellings of one name meet: NFKC, case folded, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


class ExactChar(CharField):
    """Text that is equal only to itself on every database: MariaDB would else take é for e."""

    def db_parameters(self, connection: Any) -> Any:
        found = super().db_parameters(connection)
        return found | {"collation": "utf8mb4_bin"} if connection.vendor == "mysql" else found


class AbsentIsNull(ExactChar):
    """Text that is NULL when empty, so that UNIQUE holds among given values only."""

    _pyi_private_set_type: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(value) or None


class FoldedField(ExactChar):
    """Kept equal to the folded form of another field of the row, for look-ups that ignore case and width."""

    def __init__(self, *args: Any, source: str = "name", **kwargs: Any) -> None:
        self.source = source
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs["source"] = self.source
        kwargs.pop("editable", None)
        return name, path, args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = fold(getattr(model_instance, self.source) or "")[: self.max_length]
        setattr(model_instance, self.attname, value)
        return value
