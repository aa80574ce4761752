"""The service app."""

from django.apps import AppConfig


class ServiceConfig(AppConfig):
    """Registered under its own name."""

    name = "service"
    default_auto_field = "django.db.models.BigAutoField"
