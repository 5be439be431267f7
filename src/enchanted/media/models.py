"""Media files, the jobs that encode them, and what those make."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from enchanted.catalogue.models import Movie


def shown_reason(reason: str) -> str:
    """A reason for people: its first line in their language, what ffmpeg said after it as it is."""
    sentence, _line, detail = reason.partition("\n")
    return " ".join(part for part in (gettext(sentence) if sentence else "", detail) if part)


class MediaFile(models.Model):
    """A film's file where it was found. It stays there; the house only reads it. Times are in ms, sizes in bytes."""

    class State(models.TextChoices):
        READY = "ready", _("Ready")
        MISSING = "missing", _("Missing")
        BROKEN = "broken", _("Can't be decoded")

    movie = models.ForeignKey(Movie, models.CASCADE, related_name="files", verbose_name=_("film"))
    path = models.TextField(_("path"))
    path_hash = models.CharField(max_length=64, unique=True, editable=False)
    size = models.PositiveBigIntegerField(_("size"))
    mtime_ns = models.BigIntegerField(editable=False)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.READY)
    reason = models.TextField(_("reason"), blank=True)
    container = models.CharField(_("container"), max_length=60, blank=True)
    duration_ms = models.PositiveBigIntegerField(_("duration"), default=0)
    width = models.PositiveIntegerField(_("width"), default=0)
    height = models.PositiveIntegerField(_("height"), default=0)
    frame_rate = models.FloatField(_("frame rate"), default=0)
    video_codec = models.CharField(_("video"), max_length=40, blank=True)
    audio_codec = models.CharField(_("audio"), max_length=40, blank=True)
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["-added_at", "-id"]

    def __str__(self) -> str:
        return self.path.rsplit("/", 1)[-1]

    @property
    def shown_reason(self) -> str:
        return shown_reason(self.reason)


class Encode(models.Model):
    """The job of making one file's ladder, held by a lease while it runs.

    `live` is True while queued or running and NULL after, so that a file has at most one live encode on every
    database. `progress` is in thousandths, `speed` in seconds of film a second, `folder` a key of core/storage.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    file = models.ForeignKey(MediaFile, models.CASCADE, related_name="encodes", verbose_name=_("file"))
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.QUEUED)
    live = models.BooleanField(null=True, default=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    lease_owner = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True)
    progress = models.PositiveSmallIntegerField(_("progress"), default=0)
    speed = models.FloatField(_("speed"), default=0)
    eta_seconds = models.PositiveIntegerField(_("time left"), null=True)
    reason = models.TextField(_("reason"), blank=True)
    folder = models.CharField(max_length=120, blank=True)
    queued_at = models.DateTimeField(_("queued"), auto_now_add=True)
    started_at = models.DateTimeField(_("started"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        verbose_name = _("encode")
        verbose_name_plural = _("encodes")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["file", "live"], name="encode_one_live")]
        indexes = [models.Index(fields=["state", "id"], name="encode_queue")]

    def __str__(self) -> str:
        return f"{self.file} ({self.get_state_display()})"

    @property
    def shown_reason(self) -> str:
        return shown_reason(self.reason)


class Rendition(models.Model):
    """One rung of a ladder, or its audio. Bandwidths in bits a second."""

    class Kind(models.TextChoices):
        VIDEO = "video", _("Video")
        AUDIO = "audio", _("Audio")

    encode = models.ForeignKey(Encode, models.CASCADE, related_name="renditions")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    name = models.CharField(max_length=20)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    frame_rate = models.FloatField(default=0)
    bandwidth = models.PositiveIntegerField(default=0)
    average_bandwidth = models.PositiveIntegerField(default=0)
    codecs = models.CharField(max_length=80)

    class Meta:
        ordering = ["encode", "-height"]
        constraints = [models.UniqueConstraint(fields=["encode", "name"], name="rendition_once")]

    def __str__(self) -> str:
        return self.name


class Subtitle(models.Model):
    """Subtitles of a movie, kept as WebVTT under `subtitles/<movie>/<id>.vtt`; `language` is a BCP 47 tag or `und`."""

    movie = models.ForeignKey(Movie, models.CASCADE, related_name="subtitles")
    language = models.CharField(_("language"), max_length=20, default="und")
    label = models.CharField(_("label"), max_length=80)
    forced = models.BooleanField(_("forced"), default=False)
    hearing_impaired = models.BooleanField(_("for the hard of hearing"), default=False)
    source = models.CharField(max_length=64, editable=False)
    content_hash = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = _("subtitle")
        verbose_name_plural = _("subtitles")
        ordering = ["language", "forced", "id"]
        constraints = [models.UniqueConstraint(fields=["movie", "source"], name="subtitle_once")]

    def __str__(self) -> str:
        return self.label
