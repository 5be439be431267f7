"""The outbox: consequences that must not be lost, as rows."""

from __future__ import annotations

from django.db import models


class OutboxRow(models.Model):
    """One fact for one listener, carried out by whichever worker claims it."""

    row = models.CharField(max_length=250)
    payload = models.JSONField()
    kept_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(auto_now_add=True, db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    fault = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.row} #{self.pk}"
