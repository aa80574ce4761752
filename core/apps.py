"""The core app."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """What every other app stands on."""

    name = "core"
    default_auto_field = "django.db.models.BigAutoField"
