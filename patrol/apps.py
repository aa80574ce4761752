"""The patrol app."""

from django.apps import AppConfig


class PatrolConfig(AppConfig):
    """Registered under its own name."""

    name = "patrol"
    default_auto_field = "django.db.models.BigAutoField"
