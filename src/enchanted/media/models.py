"""Media files, the jobs that encode them, and what those make."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from enchanted.catalogue.models import Movie


def shown_reason(reason: str) -> str:
    """A reason for people: its first line in their language, what ffmpeg said after it as it is."""
    sentence, _line, detail = reason.partition("\n")
    return " ".join(part for part in (gettext(sentence) if sentence else "", detail) if part)


class MediaFile(models.Model):
    """A film's file where it was found. It stays there; the house only reads it.

    Times are in ms, sizes in bytes, pixels as shown. `fingerprint` knows the content again when the file was moved.
    `version` and `edition` tell several files of one movie apart. `hdr` names the transfer curve (pq, hlg) of a picture
    brighter than the standard, `video_position` counts the file's pictures, covers included. `mime` is the RFC 6381
    type of the file as it is where browsers may know it.
    """

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
    missing_since = models.DateTimeField(_("missing since"), null=True, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    edition = models.CharField(_("edition"), max_length=80, blank=True)
    version = models.CharField(_("version"), max_length=80, blank=True)
    container = models.CharField(_("container"), max_length=60, blank=True)
    duration_ms = models.PositiveBigIntegerField(_("duration"), default=0)
    width = models.PositiveIntegerField(_("width"), default=0)
    height = models.PositiveIntegerField(_("height"), default=0)
    frame_rate = models.FloatField(_("frame rate"), default=0)
    video_codec = models.CharField(_("video"), max_length=40, blank=True)
    audio_codec = models.CharField(_("audio"), max_length=40, blank=True)
    video_position = models.PositiveSmallIntegerField(default=0, editable=False)
    video_profile = models.CharField(_("profile"), max_length=40, blank=True)
    pixel_format = models.CharField(_("pixels"), max_length=24, blank=True)
    bit_rate = models.PositiveBigIntegerField(_("bits a second"), default=0)
    hdr = models.CharField(_("HDR"), max_length=4, blank=True)
    interlaced = models.BooleanField(_("interlaced"), default=False)
    rotated = models.BooleanField(_("rotated"), default=False)
    variable_rate = models.BooleanField(_("variable frame rate"), default=False)
    mime = models.CharField(max_length=120, blank=True, editable=False)
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

    @property
    def is_direct(self) -> bool:
        """Whether browsers may know the file as it is, and it is there."""
        return bool(self.mime) and self.state == self.State.READY

    @property
    def label(self) -> str:
        """What tells this version from the movie's others: its edition, and its version or the picture's height."""
        return " · ".join(part for part in (self.edition, self.version or f"{min(self.width, self.height)}p") if part)


class Track(models.Model):
    """One sound or subtitle stream inside a file; `position` counts within its kind, as ffmpeg's `0:a:1` does."""

    class Kind(models.TextChoices):
        AUDIO = "audio", _("Audio")
        SUBTITLE = "subtitle", _("Subtitle")

    file = models.ForeignKey(MediaFile, models.CASCADE, related_name="tracks")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    position = models.PositiveSmallIntegerField()
    codec = models.CharField(_("codec"), max_length=40)
    language = models.CharField(_("language"), max_length=20, default="und")
    title = models.CharField(_("title"), max_length=120, blank=True)
    channels = models.PositiveSmallIntegerField(_("channels"), default=0)
    default = models.BooleanField(default=False)
    forced = models.BooleanField(_("forced"), default=False)
    hearing_impaired = models.BooleanField(_("for the hard of hearing"), default=False)
    commentary = models.BooleanField(_("commentary"), default=False)

    class Meta:
        verbose_name = _("track")
        verbose_name_plural = _("tracks")
        ordering = ["kind", "position"]
        constraints = [models.UniqueConstraint(fields=["file", "kind", "position"], name="track_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.position + 1}: {self.language}"


class Chapter(models.Model):
    file = models.ForeignKey(MediaFile, models.CASCADE, related_name="chapters")
    position = models.PositiveSmallIntegerField()
    start_ms = models.PositiveBigIntegerField()
    title = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["file", "position"], name="chapter_once")]

    def __str__(self) -> str:
        return self.title


class Encode(models.Model):
    """A job that makes one file ready for browsers, held by a lease while it runs.

    A remux repacks what browsers know already, within seconds, and is shown while it grows; the ladder has every rung
    and track, and is shown when it is whole. `live` is True while queued or running and NULL after, so that a file has
    at most one live job of a kind on every database. `progress` is in thousandths, `speed` in seconds of film a
    second, `folder` a key of core/storage.
    """

    class Kind(models.TextChoices):
        REMUX = "remux", _("Quick start")
        LADDER = "ladder", _("All qualities")

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    file = models.ForeignKey(MediaFile, models.CASCADE, related_name="encodes", verbose_name=_("file"))
    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices, default=Kind.LADDER)
    priority = models.SmallIntegerField(_("priority"), default=0)
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
    storyboard = models.BooleanField(default=False)
    queued_at = models.DateTimeField(_("queued"), auto_now_add=True)
    started_at = models.DateTimeField(_("started"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        verbose_name = _("encode")
        verbose_name_plural = _("encodes")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["file", "kind", "live"], name="encode_one_live_of_kind")]
        indexes = [models.Index(fields=["kind", "state", "-priority", "id"], name="encode_queue")]

    def __str__(self) -> str:
        return str(self.file)

    @property
    def shown_reason(self) -> str:
        return shown_reason(self.reason)


class Rendition(models.Model):
    """One rung of a ladder, or one of its sounds. Bandwidths in bits a second, `loudness` in LUFS.

    Rungs stand from the largest to the smallest, sounds in the file's order, the one to begin with marked.
    `frames_bandwidth` is the peak of the key frames alone, 0 where they have no playlist.
    """

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
    frames_bandwidth = models.PositiveIntegerField(default=0)
    position = models.PositiveSmallIntegerField(default=0)
    language = models.CharField(max_length=20, blank=True)
    label = models.CharField(max_length=120, blank=True)
    channels = models.PositiveSmallIntegerField(default=0)
    default = models.BooleanField(default=False)
    commentary = models.BooleanField(default=False)
    loudness = models.FloatField(null=True)

    class Meta:
        ordering = ["encode", "-kind", "position"]
        constraints = [models.UniqueConstraint(fields=["encode", "name"], name="rendition_once")]

    def __str__(self) -> str:
        return self.name


class Subtitle(models.Model):
    """Subtitles of a movie, kept as WebVTT under `subtitles/<movie>/<id>.vtt`; `language` is a BCP 47 tag or `und`.

    `file` is the version they were made for, None when they suit every one.
    """

    movie = models.ForeignKey(Movie, models.CASCADE, related_name="subtitles")
    file = models.ForeignKey(MediaFile, models.CASCADE, related_name="subtitles", null=True)
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


class Viewing(models.Model):
    """One screen that plays a film now; counted against its account's limit until it ends or is not seen for a while.

    `holder` is the mark of the browser. `yielded` is True when another screen took its place.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="viewings", null=True)
    holder = models.CharField(max_length=16)
    movie = models.ForeignKey(Movie, models.CASCADE, related_name="viewings")
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    yielded = models.BooleanField(default=False)

    class Meta:
        ordering = ["began_at", "id"]
        indexes = [
            models.Index(fields=["account", "ended_at", "seen_at"], name="viewing_of_account"),
            models.Index(fields=["seen_at"], name="viewing_seen"),
        ]

    def __str__(self) -> str:
        return f"{self.movie_id} {self.holder}"


class Upload(models.Model):
    """A file on its way into the house, and what became of it. It lies at `uploads/<id>/`, keys of core/storage.

    `offset` and `size` are in bytes; while bytes arrive the truth about the offset is the length of the part itself.
    `unverified_from` is where a piece began whose checksum is not known to be right yet. `fingerprint` is the
    browser's word until the file is whole, `content` the SHA-256 of a film that waits to be taken in, so that two
    uploads of one content can't both wait. `seen` is what a look into the film told, `reason` why there was none.
    """

    class Kind(models.TextChoices):
        FILM = "film", _("Film")
        POSTER = "poster", _("Poster")
        BACKDROP = "backdrop", _("Still")
        SUBTITLE = "subtitle", _("Subtitles")

    class State(models.TextChoices):
        RECEIVING = "receiving", _("On its way")
        ARRIVED = "arrived", _("Arrived")
        DONE = "done", _("In the house")
        KNOWN = "known", _("Was here already")
        REFUSED = "refused", _("Refused")

    token = models.CharField(max_length=32, unique=True, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, related_name="uploads", null=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.FILM)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.RECEIVING)
    reason = models.TextField(_("reason"), blank=True)
    name = models.CharField(_("name"), max_length=255)
    size = models.PositiveBigIntegerField(_("size"))
    offset = models.PositiveBigIntegerField(default=0)
    unverified_from = models.PositiveBigIntegerField(null=True)
    movie = models.ForeignKey(Movie, models.SET_NULL, related_name="uploads", verbose_name=_("film"), null=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    content = models.CharField(max_length=64, unique=True, null=True)
    seen = models.JSONField(null=True)
    began_at = models.DateTimeField()
    moved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        ordering = ["-began_at", "-id"]
        indexes = [models.Index(fields=["state", "moved_at"], name="upload_state")]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_reason(self) -> str:
        return shown_reason(self.reason)

    @property
    def is_whole(self) -> bool:
        return self.offset >= self.size

    @property
    def percent(self) -> int:
        return self.offset * 100 // max(1, self.size)
