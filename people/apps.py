"""The people app."""

from importlib import import_module

from django.apps import AppConfig

from core.personal import Part, register


class PeopleConfig(AppConfig):
    """Registered under its own name."""

    name = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what is a person's own."""
        personal = import_module("people.personal")
        register("people", Part(personal.sheets, personal.erase, matters=personal.matters))
