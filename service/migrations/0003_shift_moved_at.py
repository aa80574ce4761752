"""When a shift was put to another time: who had a place before may leave without it counting as late."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column."""

    dependencies = [("service", "0002_walls")]

    operations = [
        migrations.AddField(model_name="shift", name="moved_at", field=models.DateTimeField(blank=True, null=True)),
    ]
