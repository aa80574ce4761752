"""What is owed to a site, and what was seen of it, follow a visit that leaves because its acceptance was taken back."""

from django.db import migrations

WALLS = """
CREATE TRIGGER planning_duty_on_visit_leaving AFTER DELETE ON patrol_visit
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION planning_visit_changed();

CREATE FUNCTION planning_extent_without_visit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE planning_siteextent SET is_stale = true WHERE site_id IN (SELECT site_id FROM changed);
    RETURN NULL;
END $$;
CREATE TRIGGER planning_extent_on_visit_leaving AFTER DELETE ON patrol_visit
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION planning_extent_without_visit();
"""
UNDO = """
DROP TRIGGER planning_extent_on_visit_leaving ON patrol_visit;
DROP FUNCTION planning_extent_without_visit();
DROP TRIGGER planning_duty_on_visit_leaving ON patrol_visit;
"""


class Migration(migrations.Migration):
    """Runs after the tables stand."""

    dependencies = [
        ("patrol", "0018_review_desk_walls"),
        ("planning", "0010_reach_walls"),
    ]
    operations = [migrations.RunSQL(WALLS, UNDO)]
