"""Where viewers stopped."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from enchanted.catalogue.models import Movie


class Position(models.Model):
    """Where one viewer is in one movie, in ms."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="positions")
    movie = models.ForeignKey(Movie, models.CASCADE, related_name="positions")
    at_ms = models.PositiveBigIntegerField()
    duration_ms = models.PositiveBigIntegerField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "movie"], name="position_once")]
        indexes = [models.Index(fields=["user", "-updated_at"], name="position_latest")]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.at_ms} of {self.movie_id}"
