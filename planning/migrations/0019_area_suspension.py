import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.ids


class Migration(migrations.Migration):
    dependencies = [
        ("planning", "0018_visit_rule_stays"),
        ("sites", "0007_line_follows"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AreaSuspension",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("from_on", models.DateField()),
                ("to_on", models.DateField()),
                ("reason", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
                ("lifted_on", models.DateField(null=True)),
                ("area", models.CharField(blank=True, max_length=12)),
                ("level", models.CharField(blank=True, max_length=32)),
                ("is_followed", models.BooleanField(default=True)),
            ],
            options={"abstract": False},
        ),
        migrations.AddField(
            model_name="duty",
            name="site_code",
            field=models.CharField(default="", max_length=40),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="duty",
            name="district",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                default="",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sites.district",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="duty",
            name="level",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                default="",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sites.level",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="duty",
            name="is_active",
            field=models.BooleanField(default=True),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="areasuspension",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="areasuspension",
            name="lifted_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="areasuspension",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on__gte", models.F("from_on"))), name="areasuspension_runs_forward"
            ),
        ),
        migrations.AddConstraint(
            model_name="areasuspension",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="areasuspension_has_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="areasuspension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lifted_by", None), ("lifted_on", None)),
                    models.Q(
                        ("lifted_by__isnull", False),
                        ("lifted_on__gte", models.F("from_on")),
                        ("lifted_on__lte", models.F("to_on")),
                    ),
                    _connector="OR",
                ),
                name="areasuspension_lifted_by_somebody",
            ),
        ),
    ]
