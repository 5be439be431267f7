"""Joins the features when Django has loaded them."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "enchanted.config"
    label = "house"

    def ready(self) -> None:
        from enchanted.config import wiring

        wiring.connect()
