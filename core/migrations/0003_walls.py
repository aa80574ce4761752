"""Walls and functions in the database."""

from django.db import migrations

from core.walls import append_only


class Migration(migrations.Migration):
    """Runs after the tables stand."""

    dependencies = [
        ("core", "0002_initial"),
    ]

    operations = [
        append_only("core_auditentry"),
    ]
