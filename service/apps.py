"""The service app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core import calendars, running
from core.personal import Part, register


class ServiceConfig(AppConfig):
    """Registered under its own name."""

    name = "service"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what is a person's own, their calendar, and what an organisation has under way."""
        personal = import_module("service.personal")
        register("service", Part(personal.sheets, personal.erase, matters=personal.matters))
        queries, actions = import_module("service.queries.activities"), import_module("service.actions.handing_over")
        running.register("service", running.Part(queries.under_way, actions.hand_over_activities))
        may = import_module("service.permissions").can_take_part
        text = _("Each promised shift, with a reminder three hours before.")
        calendars.register("service", calendars.Feed("service:calendar", _("My activities"), text, may))
