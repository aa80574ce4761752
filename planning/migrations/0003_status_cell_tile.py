import django.contrib.gis.db.models.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """The grid is found by tile; it is a cache, so its rows are thrown away."""

    dependencies = [
        ("planning", "0002_duty"),
    ]

    operations = [
        migrations.RunSQL("DELETE FROM planning_statuscell", migrations.RunSQL.noop),
        migrations.RemoveIndex(model_name="statuscell", name="status_cell_zoom"),
        migrations.AddField(
            model_name="statuscell", name="x", field=models.PositiveIntegerField(default=0), preserve_default=False
        ),
        migrations.AddField(
            model_name="statuscell", name="y", field=models.PositiveIntegerField(default=0), preserve_default=False
        ),
        migrations.AlterField(
            model_name="statuscell",
            name="geom",
            field=django.contrib.gis.db.models.fields.PointField(spatial_index=False, srid=4326),
        ),
        migrations.AddIndex(
            model_name="statuscell",
            index=models.Index(fields=["zoom", "is_public", "x", "y"], name="status_cell_tile"),
        ),
    ]
