"""The planning app."""

from importlib import import_module

from django.apps import AppConfig

from core.personal import Part, register


class PlanningConfig(AppConfig):
    """Registered under its own name."""

    name = "planning"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what is a person's own."""
        personal = import_module("planning.personal")
        register("planning", Part(personal.sheets, personal.erase))
