"""The timebank app."""

from importlib import import_module

from django.apps import AppConfig

from core.personal import Part, register


class TimebankConfig(AppConfig):
    """Registered under its own name."""

    name = "timebank"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what is a person's own, and what goes along when keys are rotated."""
        personal = import_module("timebank.personal")
        register_rotation = import_module("people.actions.keys").register_rotation
        register_rotation(app="timebank", rotate=import_module("timebank.actions.contacts").rotate_contacts)
        register("timebank", Part(personal.sheets, personal.erase, matters=personal.matters))
