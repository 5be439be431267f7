"""Files and the encode queue in the back office."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import action, display

from enchanted.core import clock
from enchanted.core.actor import Actor
from enchanted.core.errors import HouseError
from enchanted.core.http import requester
from enchanted.core.office import LookOnlyAdmin
from enchanted.media.actions import encodes
from enchanted.media.models import Encode, MediaFile
from enchanted.media.rules import may_run_queue


class MediaAdmin(LookOnlyAdmin):
    def may_use(self, actor: Actor) -> bool:
        return may_run_queue(actor)


@admin.register(MediaFile)
class MediaFileAdmin(MediaAdmin):
    list_display = ("__str__", "movie", "size_words", "picture", "length", "shown_state", "reason_words")
    list_filter = ("state",)
    list_select_related = ("movie",)
    search_fields = ("path", "movie__title_key")
    fields = ("movie", "path", "state", "reason_words", "size_words", "container", "length", "picture", "frame_rate",
              "video_codec", "audio_codec", "added_at")  # fmt: skip
    readonly_fields = ("reason_words", "size_words", "length", "picture")

    @display(description=_("state"), label={"ready": "success", "missing": "warning", "broken": "danger"})
    def shown_state(self, file: MediaFile) -> tuple[str, str]:
        return file.state, file.get_state_display()

    @display(description=_("reason"))
    def reason_words(self, file: MediaFile) -> str:
        return file.shown_reason

    @display(description=_("size"), ordering="size")
    def size_words(self, file: MediaFile) -> str:
        return f"{file.size / 1_000_000_000:.2f} GB" if file.size >= 100_000_000 else f"{file.size / 1_000_000:.1f} MB"

    @display(description=_("picture"))
    def picture(self, file: MediaFile) -> str:
        return f"{file.width}×{file.height}" if file.width else "–"

    @display(description=_("duration"), ordering="duration_ms")
    def length(self, file: MediaFile) -> str:
        return _clock(file.duration_ms // 1000)


@admin.register(Encode)
class EncodeAdmin(MediaAdmin):
    list_display = (
        "__str__",
        "shown_state",
        "bar",
        "shown_speed",
        "time_left",
        "attempts",
        "queued_at",
        "reason_words",
    )
    list_filter = ("state",)
    list_select_related = ("file__movie",)
    search_fields = ("file__path", "file__movie__title_key")
    actions: ClassVar[list[str]] = ["retry", "cancel"]
    fields = ("file", "state", "bar", "shown_speed", "time_left", "attempts", "reason_words", "queued_at",
              "started_at", "finished_at")  # fmt: skip
    readonly_fields = ("bar", "shown_speed", "time_left", "reason_words")

    def view_on_site(self, encode: Encode) -> str:
        return encode.file.movie.get_absolute_url()

    @display(description=_("state"), label={"queued": "info", "running": "primary", "done": "success",
                                            "failed": "danger"})  # fmt: skip
    def shown_state(self, encode: Encode) -> tuple[str, str]:
        return encode.state, encode.get_state_display()

    @display(description=_("reason"))
    def reason_words(self, encode: Encode) -> str:
        return encode.shown_reason

    @display(description=_("progress"), ordering="progress")
    def bar(self, encode: Encode) -> str:
        return format_html(
            '<progress class="office-progress" max="1000" value="{}" data-encode="{}" data-movie="{}">{} %</progress>',
            encode.progress, encode.pk, encode.file.movie_id, encode.progress // 10,
        )  # fmt: skip

    @display(description=_("speed"))
    def shown_speed(self, encode: Encode) -> str:
        return f"{encode.speed:.1f}×" if encode.speed else "–"

    @display(description=_("time left"))
    def time_left(self, encode: Encode) -> str:
        return _clock(encode.eta_seconds) if encode.live and encode.eta_seconds is not None else "–"

    @action(description=_("Try again"))
    def retry(self, request: HttpRequest, queryset: QuerySet[Encode]) -> None:
        self._do(request, queryset, encodes.retry_encode)

    @action(description=_("Cancel"))
    def cancel(self, request: HttpRequest, queryset: QuerySet[Encode]) -> None:
        self._do(request, queryset, encodes.cancel_encode)

    def _do(self, request: HttpRequest, queryset: QuerySet[Encode], change: Callable[..., Any]) -> None:
        """Each on its own: one that can't be done says why, and the others go on."""
        done = 0
        for encode in queryset:
            try:
                change(actor=requester(request), encode_id=encode.pk, at=clock.now())
                done += 1
            except HouseError as refusal:
                self.message_user(
                    request, _now("%(encode)s: %(why)s") % {"encode": encode, "why": refusal}, messages.ERROR
                )
        if done:
            said = ngettext("%(count)s encode changed.", "%(count)s encodes changed.", done) % {"count": done}
            self.message_user(request, said, messages.SUCCESS)


def _clock(seconds: int) -> str:
    minutes, left = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"
