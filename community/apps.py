"""The community app."""

from django.apps import AppConfig


class CommunityConfig(AppConfig):
    """Registered under its own name."""

    name = "community"
    default_auto_field = "django.db.models.BigAutoField"
