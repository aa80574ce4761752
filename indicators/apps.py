"""The indicators app."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """Registered under its own name; it stores no person's own."""

    name = "indicators"
    default_auto_field = "django.db.models.BigAutoField"
