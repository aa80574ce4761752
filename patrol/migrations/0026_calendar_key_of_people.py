from django.db import migrations

# The addresses of visits go on; where a person had a second key for their shifts, that one ends.
KEEP = """
UPDATE people_calendarkey SET revoked_at = now() WHERE revoked_at IS NULL
    AND user_id IN (SELECT user_id FROM patrol_calendarkey WHERE revoked_at IS NULL);
INSERT INTO people_calendarkey (id, user_id, secret_sha256, made_at, revoked_at)
SELECT id, user_id, secret_sha256, made_at, revoked_at FROM patrol_calendarkey;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("patrol", "0025_words_of_the_erased"),
        ("people", "0010_calendar_key"),
        ("service", "0004_calendar_key_of_people"),
    ]

    operations = [
        migrations.RunSQL(KEEP, migrations.RunSQL.noop),
        migrations.DeleteModel(name="CalendarKey"),
    ]
