"""Snapshots and their figures only grow; a snapshot is of a day that is over."""

from django.db import migrations

from core.walls import append_only

OVER = """
-- Midnight in Asia/Shanghai is the end of a day.
ALTER TABLE indicators_snapshot ADD CONSTRAINT snapshot_of_a_day_that_is_over
    CHECK (taken_at >= ("on" + 1)::timestamp AT TIME ZONE 'Asia/Shanghai');
"""


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_initial")]

    operations = [
        append_only("indicators_snapshot"),
        append_only("indicators_figure"),
        migrations.RunSQL(OVER, "ALTER TABLE indicators_snapshot DROP CONSTRAINT snapshot_of_a_day_that_is_over;"),
    ]
