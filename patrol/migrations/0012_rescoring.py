"""A run through all scored reports after a policy changed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.ids


class Migration(migrations.Migration):
    dependencies = [
        ("patrol", "0011_evidence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Rescoring",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("running", "running"), ("done", "done"), ("stopped", "stopped")],
                        default="running",
                        max_length=8,
                    ),
                ),
                ("policy_from", models.DateField(null=True)),
                ("since", models.DateField(null=True)),
                ("total", models.PositiveIntegerField()),
                ("done", models.PositiveIntegerField(default=0)),
                ("changed", models.PositiveIntegerField(default=0)),
                ("reached_at", models.DateTimeField(null=True)),
                ("reached_id", models.UUIDField(null=True)),
                ("asked_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "running")), fields=("state",), name="rescoring_one_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("changed__lte", models.F("done"))), name="rescoring_changes_what_it_did"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("state", "running")),
                            models.Q(("ended_at__isnull", False), ("state__in", ["done", "stopped"])),
                            _connector="OR",
                        ),
                        name="rescoring_ended_has_time",
                    ),
                ],
            },
        ),
    ]
