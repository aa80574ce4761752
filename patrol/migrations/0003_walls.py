"""Walls and functions in the database."""

from django.db import migrations

from core.walls import append_only


class Migration(migrations.Migration):
    """Runs after the tables stand."""

    dependencies = [
        ("patrol", "0002_initial"),
        ("core", "0003_walls"),
    ]

    operations = [
        append_only("patrol_report"),
        append_only("patrol_photo"),
        append_only("patrol_finding"),
        append_only("patrol_evidence"),
        append_only("patrol_caseentry"),
        append_only("patrol_visit"),
    ]
