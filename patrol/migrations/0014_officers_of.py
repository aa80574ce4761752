"""Who looks after an area, said once: for the statements that keep a report and for the queries in Python."""

from django.db import migrations

OFFICERS_OF = """
CREATE FUNCTION patrol_officers_of(division text) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
    SELECT person.id
    FROM people_user AS person
    WHERE person.is_active AND EXISTS (
        SELECT FROM people_rolegrant AS held
        WHERE held.user_id = person.id AND held.role = 'officer' AND held.revoked_at IS NULL
        AND starts_with(division, held.area)
    )
$$;
"""


class Migration(migrations.Migration):
    """Runs after people and roles stand."""

    dependencies = [
        ("people", "0003_safety"),
        ("patrol", "0013_track_witness"),
    ]

    operations = [migrations.RunSQL(OFFICERS_OF, "DROP FUNCTION patrol_officers_of(text);")]
