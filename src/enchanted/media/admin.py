"""Files and the encode queue in the back office."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import BigIntegerField, Case, F, QuerySet, When
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import action, display

from enchanted.core import clock
from enchanted.core.actor import Actor
from enchanted.core.errors import HouseError
from enchanted.core.http import requester
from enchanted.core.office import LookOnlyAdmin
from enchanted.media import pages
from enchanted.media.actions import encodes
from enchanted.media.logic.languages import name_of
from enchanted.media.models import Encode, MediaFile, Track, Upload
from enchanted.media.rules import may_import, may_run_queue


class MediaAdmin(LookOnlyAdmin):
    def may_use(self, actor: Actor) -> bool:
        return may_run_queue(actor)


@admin.register(MediaFile)
class MediaFileAdmin(MediaAdmin):
    list_display = ("__str__", "movie", "size_words", "picture", "length", "shown_state", "reason_words")
    list_filter = ("state",)
    list_select_related = ("movie",)
    search_fields = ("path", "movie__title_key")
    fields = ("movie", "edition", "version", "path", "state", "reason_words", "missing_since", "size_words",
              "container", "length", "picture", "frame_rate", "kind_words", "video_codec", "audio_codec", "track_words",
              "chapter_words", "added_at")  # fmt: skip
    readonly_fields = ("reason_words", "size_words", "length", "picture", "kind_words", "track_words", "chapter_words")

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

    @display(description=_("kind of picture"))
    def kind_words(self, file: MediaFile) -> str:
        """What an encode has to mend, in words."""
        found = [(file.hdr, file.hdr.upper()), (file.interlaced, _now("interlaced")), (file.rotated, _now("rotated")),
                 (file.variable_rate, _now("variable frame rate"))]  # fmt: skip
        return ", ".join([file.pixel_format, *(words for there, words in found if there)]) or "–"

    @display(description=_("tracks"))
    def track_words(self, file: MediaFile) -> str:
        return format_html_join(mark_safe("<br>"), "{}", ((_track_words(track),) for track in file.tracks.all())) or "–"

    @display(description=_("chapters"))
    def chapter_words(self, file: MediaFile) -> str:
        rows = ((_clock(row.start_ms // 1000), row.title) for row in file.chapters.all())
        return format_html_join(mark_safe("<br>"), "{} {}", rows) or "–"

    @display(description=_("duration"), ordering="duration_ms")
    def length(self, file: MediaFile) -> str:
        return _clock(file.duration_ms // 1000)


@admin.register(Encode)
class EncodeAdmin(MediaAdmin):
    list_display = (
        "__str__",
        "kind",
        "shown_state",
        "bar",
        "shown_speed",
        "time_left",
        "attempts",
        "queued_at",
        "reason_words",
    )
    list_filter = ("state", "kind")
    list_select_related = ("file__movie",)
    search_fields = ("file__path", "file__movie__title_key")
    actions: ClassVar[list[str]] = ["put_first", "retry", "cancel"]
    ordering = (
        F("live").desc(nulls_last=True),
        Case(When(live=True, state=Encode.State.RUNNING, then=1), default=0).desc(),
        Case(When(live=True, then="priority"), default=0).desc(),
        Case(When(live=True, then=-F("pk")), default=F("pk"), output_field=BigIntegerField()).desc(),
    )
    fields = ("file", "kind", "priority", "state", "bar", "shown_speed", "time_left", "attempts", "reason_words",
              "queued_at", "started_at", "finished_at")  # fmt: skip
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

    @action(description=_("Put first"))
    def put_first(self, request: HttpRequest, queryset: QuerySet[Encode]) -> None:
        self._do(request, queryset, lambda at, **which: encodes.put_first(**which))

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


@admin.register(Upload)
class UploadAdmin(LookOnlyAdmin):
    """One page of its own in the place of the list."""

    def may_use(self, actor: Actor) -> bool:
        return may_import(actor)

    def get_urls(self) -> list[URLPattern]:
        served = self.admin_site.admin_view
        return [
            path("", served(pages.uploads), name="media_upload_changelist"),
            path("rows/", served(pages.upload_rows), name="media_upload_rows"),
            path("<int:upload_id>/films/", served(pages.upload_films), name="media_upload_films"),
            path("<int:upload_id>/taking/", served(pages.take_upload), name="media_upload_take"),
            path("<int:upload_id>/cancelling/", served(pages.cancel_upload), name="media_upload_cancel"),
        ]


def _track_words(track: Track) -> str:
    """What a track is, in one line."""
    flags = [(track.commentary, _now("commentary")), (track.forced, _now("forced")),
             (track.hearing_impaired, _now("for the hard of hearing"))]  # fmt: skip
    parts = [name_of(track.language) or track.language, track.title, track.codec]
    parts += [f"{track.channels} ch"] if track.channels else []
    parts += [words for there, words in flags if there]
    return f"{track.get_kind_display()}: " + ", ".join(part for part in parts if part)


def _clock(seconds: int) -> str:
    minutes, left = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"
