"""The community app."""

from importlib import import_module

from django.apps import AppConfig

from core.personal import Part, register


class CommunityConfig(AppConfig):
    """Registered under its own name."""

    name = "community"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what is a person's own."""
        personal = import_module("community.personal")
        register("community", Part(personal.sheets, personal.erase, personal.files))
