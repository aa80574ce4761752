"""Tables of the desk: votes, manual entries, spot checks, acceptances taken back, appeals, reasons and the policy."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.ids


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("patrol", "0016_cases"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReviewPolicy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(unique=True)),
                ("values", models.JSONField()),
                ("source", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "verbose_name_plural": "review policies",
            },
        ),
        migrations.CreateModel(
            name="ManualEntry",
            fields=[
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="manual_entry",
                        serialize=False,
                        to="patrol.report",
                    ),
                ),
                (
                    "filed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReasonTemplate",
            fields=[
                ("code", models.CharField(max_length=40, primary_key=True, serialize=False)),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("more", "Ask for more"),
                            ("reject", "Reject"),
                            ("overturn", "Take an acceptance back"),
                            ("upheld", "Answer an appeal: the decision stands"),
                            ("reversed", "Answer an appeal: the decision is changed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("label_zh", models.CharField(max_length=40)),
                ("label_en", models.CharField(max_length=60)),
                ("text_zh", models.CharField(max_length=400)),
                ("text_en", models.CharField(max_length=400)),
                ("rank", models.PositiveSmallIntegerField(default=100)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="reason_template_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("label_zh", ""), _negated=True),
                            models.Q(("text_zh", ""), _negated=True),
                            models.Q(("text_en", ""), _negated=True),
                        ),
                        name="reason_template_says_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Appeal",
            fields=[
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="appeal",
                        serialize=False,
                        to="patrol.report",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("text", models.TextField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "waits for another officer"),
                            ("upheld", "the decision stands"),
                            ("reversed", "the decision was changed"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("reply", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="appeals", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(condition=models.Q(("outcome", "")), fields=["at"], name="appeal_open")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="appeal_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", None), ("outcome", ""), ("reply", "")),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("outcome__in", ["upheld", "reversed"]),
                                models.Q(("reply", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="appeal_outcome_has_person_time_and_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decided_by", models.F("by")), _negated=True),
                        name="appeal_decided_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "decision",
                    models.CharField(
                        choices=[("accept", "Accept"), ("more", "Ask for more"), ("reject", "Reject")], max_length=8
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="opinions", to="patrol.report"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("report", "by"), name="opinion_once_a_person"),
                    models.UniqueConstraint(fields=("report", "number"), name="opinion_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1), ("number__lte", 3)), name="opinion_third_is_the_last"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decision__in", ["accept", "more", "reject"])),
                        name="opinion_decision_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decision", "accept"), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="opinion_refusal_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Overturn",
            fields=[
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="overturn",
                        serialize=False,
                        to="patrol.report",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("reason", models.TextField()),
                ("accepted_at", models.DateTimeField()),
                ("visit_id", models.UUIDField(null=True)),
                ("visited_at", models.DateTimeField(null=True)),
                ("seconds", models.PositiveIntegerField(default=0)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="overturn_has_reason"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SpotCheck",
            fields=[
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="spot_check",
                        serialize=False,
                        to="patrol.report",
                    ),
                ),
                ("share", models.FloatField()),
                ("number", models.FloatField()),
                ("drawn_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "waits for a second look"),
                            ("stands", "the acceptance stands"),
                            ("overturned", "the acceptance was taken back"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("outcome", "")), fields=["drawn_at"], name="spot_check_open")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number__gte", 0), ("number__lt", models.F("share")), ("share__gte", 0), ("share__lte", 1)
                        ),
                        name="spot_check_was_drawn",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("at", None), ("by", None), ("outcome", "")),
                            models.Q(
                                ("at__isnull", False), ("by__isnull", False), ("outcome__in", ["stands", "overturned"])
                            ),
                            _connector="OR",
                        ),
                        name="spot_check_outcome_has_person_and_time",
                    ),
                ],
            },
        ),
    ]
