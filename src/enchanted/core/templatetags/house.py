"""Tags and filters of the house's own templates."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from lucide.templatetags.lucide import lucide

register = template.Library()
LONG_TITLE = 26


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """A Lucide icon in the text's colour; the words beside it, or its button's label, name it."""
    drawn = lucide(name, size=None, **{"class": f"icon {classes}".strip(), "aria-hidden": "true"})
    return mark_safe(drawn)  # noqa: S308 - drawn by the package from its own files


@register.filter
def running_time(minutes: int | None) -> str:
    """Minutes in words: 1 h 42 min."""
    if not minutes:
        return ""
    hours, rest = divmod(int(minutes), 60)
    if not hours:
        return _("%(minutes)s min") % {"minutes": rest}
    if not rest:
        return _("%(hours)s h") % {"hours": hours}
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}


@register.filter
def length(milliseconds: int | None) -> str:
    """A film's length in words: under a minute in seconds, else in minutes."""
    if not milliseconds:
        return ""
    seconds = round(milliseconds / 1000)
    return _("%(seconds)s s") % {"seconds": seconds} if seconds < 60 else running_time(max(1, round(seconds / 60)))


@register.filter
def clock(milliseconds: int) -> str:
    """A place in a film: 1:02:03 or 4:05."""
    minutes, seconds = divmod(int(milliseconds) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


@register.filter
def share(part: int, whole: int) -> float:
    """How much of `whole` is `part`, in per cent from 0 to 100."""
    return round(min(100.0, 100 * part / whole), 2) if whole else 0.0


@register.filter
def initial(name: str) -> str:
    """The letter that stands for a person without a picture."""
    return name.strip()[:1].upper()


@register.filter
def title_size(title: str) -> str:
    """The class of a heading that holds `title`: long ones are set smaller. Wide letters count twice."""
    width = sum(2 if ord(letter) > 0x2E7F else 1 for letter in str(title))
    return "long" if width > LONG_TITLE else ""


@register.filter
def kind_of(field: Any) -> str:
    """The kind of a form field's input: text, password, checkbox, radio..."""
    widget = field.field.widget
    return str(getattr(widget, "input_type", "text"))


@register.filter
def seconds(milliseconds: float) -> str:
    """Milliseconds as seconds for scripts, with a point whatever the language."""
    return f"{milliseconds / 1000:.3f}"
