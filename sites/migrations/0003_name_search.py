"""Indexes of the search by name and code."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import migrations, models
from django.db.models import F
from django.db.models.functions import Upper


class Migration(migrations.Migration):
    """The operator class comes with the extension the core makes."""

    dependencies = [
        ("core", "0001_initial"),
        ("sites", "0002_shown_geom"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="site",
            index=models.Index(Upper("code"), name="site_by_code"),
        ),
        migrations.AddIndex(
            model_name="site",
            index=GinIndex(OpClass(Upper("name_zh"), name="gin_trgm_ops"), name="site_holds_name_zh"),
        ),
        migrations.AddIndex(
            model_name="site",
            index=GinIndex(OpClass(Upper("name_en"), name="gin_trgm_ops"), name="site_holds_name_en"),
        ),
        migrations.AddIndex(
            model_name="site",
            index=GinIndex(OpClass(F("name_zh"), name="gin_trgm_ops"), name="site_close_to_name_zh"),
        ),
        migrations.AddIndex(
            model_name="site",
            index=GinIndex(OpClass(F("name_en"), name="gin_trgm_ops"), name="site_close_to_name_en"),
        ),
    ]
