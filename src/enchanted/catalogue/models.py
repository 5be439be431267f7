"""Movies, the people in them, genres."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from enchanted.core import clock
from enchanted.core.fields import ExactChar, FoldedField

RATING_NAMES = {
    "rating": _("Rating"), "imdb": "IMDb", "tmdb": "TMDB", "douban": _("Douban"), "metacritic": "Metacritic",
    "trakt": "Trakt", "letterboxd": "Letterboxd", "tomatometerallcritics": "Rotten Tomatoes",
    "tomatometerallaudience": "Rotten Tomatoes",
}  # fmt: skip
RESERVED_SLUGS = ("", "watch")


class ShelfQuerySet(models.QuerySet[Any]):
    def shown(self) -> Self:
        """Those that viewers may know of."""
        return self.filter(hidden__in=[False], deleted_at=None)  # SQLite uses no index for `NOT hidden`

    def kept(self) -> Self:
        """Those that are not deleted."""
        return self.filter(deleted_at=None)


class Shelved(models.Model):
    """What staff may hide from viewers, and take out of the house and bring back."""

    hidden = models.BooleanField(_("hidden"), default=False)
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_shown(self) -> bool:
        """Whether viewers may know of it."""
        return not self.hidden and self.deleted_at is None


class Genre(Shelved):
    name = models.CharField(_("name"), max_length=80)
    name_key = FoldedField(source="name", max_length=80, unique=True)

    objects = ShelfQuerySet.as_manager()

    class Meta:
        verbose_name = _("genre")
        verbose_name_plural = _("genres")
        ordering = ["name_key"]

    def __str__(self) -> str:
        return self.name


class Person(Shelved):
    """Someone who works on films. `photo` is a key of core/pictures."""

    name = models.CharField(_("name"), max_length=160)
    name_key = FoldedField(source="name", max_length=160, db_index=True)
    photo = models.CharField(max_length=32, blank=True, editable=False)

    objects = ShelfQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name_key"]

    def __str__(self) -> str:
        return self.name


class Collection(models.Model):
    """Films that belong together, such as a trilogy."""

    name = models.CharField(_("name"), max_length=160)
    name_key = FoldedField(source="name", max_length=160, unique=True)
    overview = models.TextField(_("overview"), blank=True)

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        ordering = ["name_key"]

    def __str__(self) -> str:
        return self.name


class Movie(Shelved):
    """A work. `poster`, `backdrop` and `logo` are keys of core/pictures; a poster or backdrop that is empty is drawn.

    The last block are facets, written by `actions:set_facets` alone.
    """

    title = models.CharField(_("title"), max_length=300)
    title_key = FoldedField(source="title", max_length=300, db_index=True)
    original_title = models.CharField(_("original title"), max_length=300, blank=True)
    sort_title = models.CharField(_("sort title"), max_length=300, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    premiered = models.DateField(_("premiere"), null=True, blank=True)
    plot = models.TextField(_("story"), blank=True)
    plot_source = models.CharField(_("source of the story"), max_length=300, blank=True)
    tagline = models.CharField(_("tagline"), max_length=300, blank=True)
    runtime = models.PositiveSmallIntegerField(_("running time in minutes"), null=True, blank=True)
    certificate = models.CharField(_("certificate"), max_length=40, blank=True)
    country = models.CharField(_("country"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=200, blank=True)
    studio = models.CharField(_("studio"), max_length=300, blank=True)
    collection = models.ForeignKey(
        Collection, models.SET_NULL, related_name="movies", verbose_name=_("collection"), null=True, blank=True
    )
    poster = models.CharField(max_length=32, blank=True, editable=False)
    backdrop = models.CharField(max_length=32, blank=True, editable=False)
    logo = models.CharField(max_length=32, blank=True, editable=False)
    poster_source = models.URLField(_("poster's address elsewhere"), max_length=600, blank=True)
    genres = models.ManyToManyField(Genre, verbose_name=_("genres"), related_name="movies", blank=True)
    people = models.ManyToManyField(Person, through="Credit", related_name="movies")
    added_at = models.DateTimeField(_("added"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), default=clock.now, editable=False)

    playable = models.BooleanField(_("playable"), default=False, editable=False)
    duration_ms = models.PositiveBigIntegerField(_("duration"), null=True, editable=False)
    still = models.CharField(max_length=32, blank=True, editable=False)

    objects = ShelfQuerySet.as_manager()

    class Meta:
        verbose_name = _("film")
        verbose_name_plural = _("films")
        ordering = ["-added_at", "-id"]
        indexes = [
            models.Index(fields=["deleted_at", "hidden", "-added_at", "-id"], name="movie_newest"),
            models.Index(fields=["deleted_at", "hidden", "title_key", "id"], name="movie_by_title"),
            models.Index(fields=["deleted_at", "hidden", "-year", "title_key"], name="movie_by_year"),
            models.Index(fields=["deleted_at", "hidden", "playable", "-added_at", "-id"], name="movie_playable"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.year})" if self.year else self.title

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("movie", args=[self.pk, self.slug])

    @property
    def slug(self) -> str:
        words = slugify(f"{self.title} {self.year or ''}", allow_unicode=True)[:80]
        return words if words not in RESERVED_SLUGS else f"{words}-film".strip("-")

    @property
    def poster_url(self) -> str:
        """The address of the poster in the width of a card: the kept picture, else one drawn from the movie's facts."""
        return self.poster_at(480)

    def poster_at(self, width: int) -> str:
        """The address of the poster in one of core.pictures.POSTER_WIDTHS."""
        if self.poster:
            return f"/pictures/{self.poster}/{width}.webp"
        from django.urls import reverse

        return f"{reverse('drawn_poster', args=[self.pk])}?v={int(self.changed_at.timestamp())}"

    @property
    def wide_picture(self) -> str:
        """The key of the widest art there is: the backdrop, else a still out of the film itself; empty when neither."""
        return self.backdrop or self.still

    @property
    def shown_genres(self) -> list[Genre]:
        """The genres viewers may see, from the prefetched ones where a list has them."""
        return [genre for genre in self.genres.all() if genre.is_shown]

    @property
    def genre_names(self) -> list[str]:
        return [genre.name for genre in self.shown_genres]


class Credit(models.Model):
    class Job(models.TextChoices):
        DIRECTOR = "director", _("Director")
        WRITER = "writer", _("Writer")
        ACTOR = "actor", _("Actor")
        COMPOSER = "composer", _("Composer")

    movie = models.ForeignKey(Movie, models.CASCADE, related_name="credits", verbose_name=_("film"))
    person = models.ForeignKey(Person, models.CASCADE, related_name="credits", verbose_name=_("person"))
    job = models.CharField(_("job"), max_length=12, choices=Job.choices)
    character = ExactChar(_("character"), max_length=160, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("credit")
        verbose_name_plural = _("credits")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["movie", "person", "job", "character"], name="credit_once")]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_job_display()})"


class ExternalId(models.Model):
    """A movie's name in another catalogue; how an import knows a record again."""

    movie = models.ForeignKey(Movie, models.CASCADE, related_name="external_ids")
    scheme = models.CharField(_("catalogue"), max_length=20)
    value = ExactChar(_("id"), max_length=200)

    class Meta:
        verbose_name = _("id elsewhere")
        verbose_name_plural = _("ids elsewhere")
        constraints = [models.UniqueConstraint(fields=["scheme", "value"], name="external_id_once")]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


class ExternalRating(models.Model):
    """What another place's people think of a movie: `value` from 0 to 10, `votes` None where it isn't told."""

    movie = models.ForeignKey(Movie, models.CASCADE, related_name="external_ratings")
    source = ExactChar(_("source"), max_length=40)
    value = models.FloatField(_("rating"))
    votes = models.PositiveIntegerField(_("votes"), null=True, blank=True)

    class Meta:
        verbose_name = _("rating elsewhere")
        verbose_name_plural = _("ratings elsewhere")
        ordering = ["source"]
        constraints = [models.UniqueConstraint(fields=["movie", "source"], name="external_rating_once")]

    def __str__(self) -> str:
        return f"{self.name}: {self.value:.1f}"

    @property
    def name(self) -> str:
        """What people call the source."""
        return str(RATING_NAMES.get(self.source, self.source))
