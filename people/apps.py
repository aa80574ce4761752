"""The people app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Registered under its own name."""

    name = "people"
    default_auto_field = "django.db.models.BigAutoField"
