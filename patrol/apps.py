"""The patrol app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core import calendars, running
from core.personal import Part, register


class PatrolConfig(AppConfig):
    """Registered under its own name."""

    name = "patrol"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Add what `manage.py check --deploy` asks; say what is a person's own, their calendar, and what an organisation has under way."""
        import_module("patrol.storage.checks")
        personal = import_module("patrol.personal")
        register("patrol", Part(personal.sheets, personal.erase, personal.files, personal.matters))
        queries, actions = import_module("patrol.queries.campaigns"), import_module("patrol.actions.handing_over")
        running.register("patrol", running.Part(queries.under_way, actions.hand_over_campaigns))
        permissions = import_module("patrol.permissions")
        text = _("Each open visit on its last day, with a reminder two days before.")
        calendars.register("patrol", calendars.Feed("patrol:calendar", _("My visits"), text, permissions.can_go_out))
