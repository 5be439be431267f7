"""Front as Django sees it."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "enchanted.front"
    label = "front"
