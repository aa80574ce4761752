"""The timebank app."""

from django.apps import AppConfig


class TimebankConfig(AppConfig):
    """Registered under its own name."""

    name = "timebank"
    default_auto_field = "django.db.models.BigAutoField"
