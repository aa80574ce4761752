from django.db import migrations

# The key of a person is one: who had one for shifts keeps it, unless `patrol` brings theirs (patrol 0026).
KEEP = """
INSERT INTO people_calendarkey (id, user_id, secret_sha256, made_at, revoked_at)
SELECT id, user_id, secret_sha256, made_at, revoked_at FROM service_servicecalendarkey;
"""


class Migration(migrations.Migration):
    dependencies = [("service", "0003_shift_moved_at"), ("people", "0010_calendar_key")]

    operations = [
        migrations.RunSQL(KEEP, migrations.RunSQL.noop),
        migrations.DeleteModel(name="ServiceCalendarKey"),
    ]
