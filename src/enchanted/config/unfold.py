"""The back office's name, colours and sidebar."""

from __future__ import annotations

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _


def _link(title: Any, icon: str, name: str, role: str = "editor") -> dict[str, Any]:
    """One row of the sidebar, for those who hold `role`."""
    return {
        "title": title,
        "icon": icon,
        "link": reverse_lazy(f"admin:{name}"),
        "permission": lambda request: request.actor.has_role(role),
    }


UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "Enchanted",
    "SITE_HEADER": "Enchanted",
    "SITE_SUBHEADER": _("Back office"),
    "SITE_URL": "/",
    "SITE_SYMBOL": "theaters",
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": True,
    "BORDER_RADIUS": "12px",
    "STYLES": [lambda request: _static("web/office.css")],
    "SIDEBAR": {
        "show_search": True,
        "navigation": [
            {
                "title": _("Films"),
                "items": [
                    _link(_("Films"), "movie", "catalogue_movie_changelist"),
                    _link(_("People"), "person", "catalogue_person_changelist"),
                    _link(_("Genres"), "category", "catalogue_genre_changelist"),
                    _link(_("Collections"), "video_library", "catalogue_collection_changelist"),
                    _link(_("Uploads"), "upload", "media_upload_changelist"),
                ],
            },
            {
                "title": _("Machines"),
                "items": [
                    _link(_("Files"), "folder_open", "media_mediafile_changelist"),
                    _link(_("Encode queue"), "queue_play_next", "media_encode_changelist"),
                ],
            },
            {
                "title": _("House"),
                "items": [
                    _link(_("Notices"), "campaign", "notices_notice_changelist"),
                    _link(_("Accounts"), "group", "accounts_user_changelist", "owner"),
                ],
            },
        ],
    },
    "COLORS": {
        "primary": {
            "50": "238 238 255",
            "100": "224 224 255",
            "200": "199 199 254",
            "300": "165 165 250",
            "400": "129 128 240",
            "500": "88 86 214",
            "600": "76 73 199",
            "700": "64 61 171",
            "800": "53 51 138",
            "900": "45 43 112",
            "950": "28 27 70",
        },
    },
}


def _static(path: str) -> str:
    from django.templatetags.static import static

    return static(path)
