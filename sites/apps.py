"""The sites app."""

from django.apps import AppConfig


class SitesConfig(AppConfig):
    """Registered under its own name."""

    name = "sites"
    default_auto_field = "django.db.models.BigAutoField"
