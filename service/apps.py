"""The service app."""

from importlib import import_module

from django.apps import AppConfig

from core.personal import Part, register


class ServiceConfig(AppConfig):
    """Registered under its own name."""

    name = "service"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what is a person's own."""
        personal = import_module("service.personal")
        register("service", Part(personal.sheets, personal.erase))
