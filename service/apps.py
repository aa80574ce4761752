"""The service app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core import calendars
from core.personal import Part, register


class ServiceConfig(AppConfig):
    """Registered under its own name."""

    name = "service"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what is a person's own, and their calendar."""
        personal = import_module("service.personal")
        register("service", Part(personal.sheets, personal.erase, matters=personal.matters))
        may = import_module("service.permissions").can_take_part
        text = _("Each promised shift, with a reminder three hours before.")
        calendars.register("service", calendars.Feed("service:calendar", _("My activities"), text, may))
