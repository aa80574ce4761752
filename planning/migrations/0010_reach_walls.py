"""Says when the reach must be computed anew: somebody moved, joined or left, a site or a service point is elsewhere."""

from django.db import migrations

WALLS = """
INSERT INTO planning_reachchange DEFAULT VALUES;

CREATE FUNCTION planning_reach_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO planning_reachchange DEFAULT VALUES;
    RETURN NULL;
END $$;
CREATE TRIGGER planning_reach_on_volunteer AFTER INSERT OR DELETE OR UPDATE OF home, range_km, is_active ON people_volunteer
    FOR EACH STATEMENT EXECUTE FUNCTION planning_reach_changed();
CREATE TRIGGER planning_reach_on_person AFTER UPDATE OF is_active ON people_user
    FOR EACH STATEMENT EXECUTE FUNCTION planning_reach_changed();
CREATE TRIGGER planning_reach_on_role AFTER INSERT OR DELETE OR UPDATE ON people_rolegrant
    FOR EACH STATEMENT EXECUTE FUNCTION planning_reach_changed();
CREATE TRIGGER planning_reach_on_point AFTER INSERT OR DELETE OR UPDATE ON sites_servicepoint
    FOR EACH STATEMENT EXECUTE FUNCTION planning_reach_changed();
CREATE TRIGGER planning_reach_on_site AFTER INSERT OR UPDATE OF geom, is_active ON sites_site
    FOR EACH STATEMENT EXECUTE FUNCTION planning_reach_changed();
"""
UNDO = """
DROP TRIGGER planning_reach_on_site ON sites_site;
DROP TRIGGER planning_reach_on_point ON sites_servicepoint;
DROP TRIGGER planning_reach_on_role ON people_rolegrant;
DROP TRIGGER planning_reach_on_person ON people_user;
DROP TRIGGER planning_reach_on_volunteer ON people_volunteer;
DROP FUNCTION planning_reach_changed();
DELETE FROM planning_reachchange;
"""


class Migration(migrations.Migration):
    """Runs after the tables stand."""

    dependencies = [("planning", "0009_reach"), ("people", "0001_initial"), ("sites", "0006_imports")]
    operations = [migrations.RunSQL(WALLS, UNDO)]
