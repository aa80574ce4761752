"""Walls and functions in the database."""

from django.db import migrations

SHOWN = """
-- The coarse place of a geometry: the centre of its cell in a fixed 0.01 degree grid (about 1.1 x 0.85 km at 40 N).
-- The grid never moves, so many answers about one place cannot be averaged to a finer one.
CREATE FUNCTION sites_cell(place geometry) RETURNS geometry LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT ST_SetSRID(ST_MakePoint(
        floor(ST_X(ST_Centroid(place)) * 100) / 100 + 0.005,
        floor(ST_Y(ST_Centroid(place)) * 100) / 100 + 0.005), 4326)
$$;

CREATE FUNCTION sites_keep_shown_geom() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.shown_as := coalesce(nullif(NEW.visibility, ''),
                             (SELECT visibility FROM sites_category WHERE code = NEW.category_id));
    NEW.shown_geom := CASE NEW.shown_as
        WHEN 'exact' THEN NEW.geom
        WHEN 'cell' THEN sites_cell(NEW.geom)
    END;
    RETURN NEW;
END $$;

CREATE TRIGGER sites_site_shown_geom BEFORE INSERT OR UPDATE ON sites_site
    FOR EACH ROW EXECUTE FUNCTION sites_keep_shown_geom();

CREATE FUNCTION sites_category_shown() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE sites_site SET shown_as = shown_as WHERE category_id = NEW.code;
    RETURN NULL;
END $$;

CREATE TRIGGER sites_category_visibility AFTER UPDATE OF visibility ON sites_category
    FOR EACH ROW EXECUTE FUNCTION sites_category_shown();
"""
UNDO = """
DROP TRIGGER sites_category_visibility ON sites_category;
DROP TRIGGER sites_site_shown_geom ON sites_site;
DROP FUNCTION sites_category_shown();
DROP FUNCTION sites_keep_shown_geom();
DROP FUNCTION sites_cell(geometry);
"""


class Migration(migrations.Migration):
    """Runs after the tables stand."""

    dependencies = [
        ("sites", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(SHOWN, UNDO),
    ]
