"""The sites app."""

from importlib import import_module

from django.apps import AppConfig

from core.personal import Part, register


class SitesConfig(AppConfig):
    """Registered under its own name."""

    name = "sites"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what is a person's own."""
        personal = import_module("sites.personal")
        register("sites", Part(personal.sheets, personal.erase))
