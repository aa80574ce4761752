"""The planning app."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    """Registered under its own name."""

    name = "planning"
    default_auto_field = "django.db.models.BigAutoField"
