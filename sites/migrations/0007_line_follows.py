"""A linear site's line is its newest version's, whoever changed it."""

from django.db import migrations

WALL = """
CREATE FUNCTION sites_line_is_newest_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    newest geometry := (SELECT geom FROM sites_lineversion WHERE site_id = NEW.id ORDER BY number DESC LIMIT 1);
    stands geometry := (SELECT geom FROM sites_site WHERE id = NEW.id);
BEGIN
    IF newest IS NOT NULL AND GeometryType(stands) = 'LINESTRING' AND NOT ST_OrderingEquals(newest, stands) THEN
        RAISE EXCEPTION 'the line of % is not its newest version', NEW.code
            USING ERRCODE = 'check_violation', CONSTRAINT = 'site_line_is_newest_version';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER site_line_is_newest_version AFTER UPDATE OF geom ON sites_site
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (GeometryType(NEW.geom) = 'LINESTRING' AND NOT ST_OrderingEquals(OLD.geom, NEW.geom))
    EXECUTE FUNCTION sites_line_is_newest_version();
"""
NO_WALL = "DROP TRIGGER site_line_is_newest_version ON sites_site; DROP FUNCTION sites_line_is_newest_version();"


class Migration(migrations.Migration):
    """A wall."""

    dependencies = [("sites", "0006_imports")]
    operations = [migrations.RunSQL(WALL, NO_WALL)]
