"""The words that scripts show, sent with the page. A test in web/tests holds this list to the scripts."""

from __future__ import annotations

from django import template
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

register = template.Library()

WORDS = (
    _("10 seconds back or on"),
    _("%(at)s of %(length)s"),
    _("%(sent)s of %(size)s"),
    _("%(time)s left"),
    _("All bytes are here. Being looked at"),
    _("Arrived"),
    _("Auto"),
    _("Auto (%(height)sp)"),
    _("Being made ready"),
    _("Cancel"),
    _("Close"),
    _("Continue at %(at)s"),
    _("Film for %(name)s"),
    _("Full screen"),
    _("Go on"),
    _("Held"),
    _("Here already"),
    _("Hold"),
    _("It starts here by itself as soon as it is ready."),
    _("Keys"),
    _("Keys of the player"),
    _("Kind of picture"),
    _("Leave full screen"),
    _("Louder or quieter"),
    _("Off"),
    _("Pause"),
    _("Picture in picture"),
    _("Place in the film"),
    _("Play"),
    _("Play or pause"),
    _("Player controls"),
    _("Poster"),
    _("Quality"),
    _("Ready to watch"),
    _("Resumed at %(time)s"),
    _("Search films"),
    _("Sound off"),
    _("Sound on"),
    _("Sound on or off"),
    _("Speed"),
    _("Start over"),
    _("Still"),
    _("Subtitles"),
    _("Subtitles on or off"),
    _("The house could not answer. Try again in a moment."),
    _("The line broke. Go on when it is back."),
    _("The line broke. Trying again…"),
    _("These keys"),
    _("This browser cannot play films. A newer one can."),
    _("This browser cannot show this film: its picture or sound is of a kind it does not know."),
    _("This did not work"),
    _("This film is no longer here."),
    _("This film is not ready to be watched yet."),
    _("To a tenth of the film"),
    _("Try again"),
    _("Volume"),
    _("Waiting for its turn"),
    _("Waiting for the film"),
    _("Which film is this for?"),
    _("You may not watch this film. Sign in, then try again."),
)


@register.simple_tag
def script_words() -> SafeString:
    """The words as data for lib/words; nothing where the page is in the language of the source."""
    if (get_language() or "en").startswith("en"):
        return SafeString("")
    return json_script({text: gettext(text) for text in WORDS}, "script-words")
