"""The patrol app."""

from importlib import import_module

from django.apps import AppConfig


class PatrolConfig(AppConfig):
    """Registered under its own name."""

    name = "patrol"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Add what `manage.py check --deploy` asks."""
        import_module("patrol.storage.checks")
