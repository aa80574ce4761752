"""The patrol app."""

from importlib import import_module

from django.apps import AppConfig

from core.personal import Part, register


class PatrolConfig(AppConfig):
    """Registered under its own name."""

    name = "patrol"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Add what `manage.py check --deploy` asks; say what is a person's own."""
        import_module("patrol.storage.checks")
        personal = import_module("patrol.personal")
        register("patrol", Part(personal.sheets, personal.erase, personal.files))
