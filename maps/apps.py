"""The maps app."""

from django.apps import AppConfig


class MapsConfig(AppConfig):
    """Registered under its own name."""

    name = "maps"
    default_auto_field = "django.db.models.BigAutoField"
