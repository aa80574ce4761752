from django.db import migrations, models


class Migration(migrations.Migration):
    """Made after the columns are filled, so in one go."""

    dependencies = [("planning", "0020_area_suspension_walls")]

    operations = [
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                condition=models.Q(("is_active", True)),
                fields=["district", "level"],
                include=("last_visited_on", "due_on", "suspended_until"),
                name="duty_counted",
            ),
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(fields=["level", "interval_days", "due_on", "site_code"], name="duty_by_urgency"),
        ),
    ]
