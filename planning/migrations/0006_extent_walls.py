"""Stretches never overlap and lie on their own site's line; what must be measured is asked for where it changes."""

from django.db import migrations

WALLS = """
ALTER TABLE planning_seenstretch ADD CONSTRAINT seen_stretch_once
    EXCLUDE USING gist (visit_id WITH =, version_id WITH =, numrange(from_m::numeric, to_m::numeric) WITH &&);
ALTER TABLE planning_walkedstretch ADD CONSTRAINT walked_stretch_once
    EXCLUDE USING gist (version_id WITH =, numrange(from_m::numeric, to_m::numeric) WITH &&);

-- A stretch is of the visit's site and ends where the line ends (a decimetre is rounding).
CREATE FUNCTION planning_check_stretch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM sites_lineversion line JOIN patrol_visit visit ON visit.site_id = line.site_id
        WHERE line.id = NEW.version_id AND visit.id = NEW.visit_id AND NEW.to_m <= line.length_m + 0.1
    ) THEN
        RAISE EXCEPTION 'stretch beyond the line of the visit''s site'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'seen_stretch_on_own_line';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER seen_stretch_on_own_line BEFORE INSERT OR UPDATE ON planning_seenstretch
    FOR EACH ROW EXECUTE FUNCTION planning_check_stretch();

-- A visit to a line or an area is to be measured.
CREATE FUNCTION planning_extent_of_visit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO planning_visitextent (visit_id, swath_m, tracks, rejected)
    SELECT visit.id, 30, 0, '{}' FROM changed visit JOIN sites_site site ON site.id = visit.site_id
    WHERE GeometryType(site.geom) IN ('POLYGON', 'MULTIPOLYGON')
        OR EXISTS (SELECT FROM sites_lineversion line WHERE line.site_id = site.id)
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER planning_extent_on_visit AFTER INSERT ON patrol_visit
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION planning_extent_of_visit();

-- A track read later than the report was accepted: the visits of its outing are measured again.
-- A track that lost its points (cut, dropped) says nothing new: what it proved stays.
CREATE FUNCTION planning_extent_of_track() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE planning_visitextent extent SET measured_at = NULL
    FROM changed track
        JOIN patrol_outing outing ON outing.id = track.outing_id
        JOIN patrol_visit visit ON visit.volunteer_id = outing.volunteer_id
            AND visit.visited_at BETWEEN outing.started_at
                AND coalesce(outing.ended_at, outing.expected_return_at) + interval '1 hour'
    WHERE extent.visit_id = visit.id AND extent.measured_at IS NOT NULL
        AND track.read_at > extent.measured_at AND track.cut_at IS NULL AND track.dropped_at IS NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER planning_extent_on_track AFTER UPDATE ON patrol_track
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION planning_extent_of_track();

-- A new survey: what was seen is carried over to it. A first one: earlier visits can be measured now.
CREATE FUNCTION planning_extent_of_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO planning_visitextent (visit_id, swath_m, tracks, rejected)
    SELECT visit.id, 30, 0, '{}' FROM changed line JOIN patrol_visit visit ON visit.site_id = line.site_id
    ON CONFLICT DO NOTHING;
    INSERT INTO planning_siteextent (site_id, version_id, whole, seen, unknown, is_stale)
    SELECT DISTINCT ON (site_id) site_id, id, length_m, 0, 0, true FROM changed ORDER BY site_id, number DESC
    ON CONFLICT (site_id) DO UPDATE SET is_stale = true;
    RETURN NULL;
END $$;
CREATE TRIGGER planning_extent_on_line AFTER INSERT ON sites_lineversion
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION planning_extent_of_line();

-- An area drawn anew is measured anew.
CREATE FUNCTION planning_extent_of_site() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE planning_siteextent extent SET is_stale = true
    FROM after JOIN before USING (id)
    WHERE extent.site_id = after.id AND extent.version_id IS NULL AND after.geom::bytea <> before.geom::bytea;
    RETURN NULL;
END $$;
CREATE TRIGGER planning_extent_on_site AFTER UPDATE ON sites_site
    REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION planning_extent_of_site();

-- Lines that were surveyed before.
INSERT INTO planning_siteextent (site_id, version_id, whole, seen, unknown, is_stale)
SELECT DISTINCT ON (site_id) site_id, id, length_m, 0, 0, true FROM sites_lineversion ORDER BY site_id, number DESC;
INSERT INTO planning_visitextent (visit_id, swath_m, tracks, rejected)
SELECT visit.id, 30, 0, '{}' FROM patrol_visit visit JOIN sites_site site ON site.id = visit.site_id
WHERE GeometryType(site.geom) IN ('POLYGON', 'MULTIPOLYGON')
    OR EXISTS (SELECT FROM sites_lineversion line WHERE line.site_id = site.id);
"""
UNDO = """
DROP TRIGGER planning_extent_on_site ON sites_site;
DROP TRIGGER planning_extent_on_line ON sites_lineversion;
DROP TRIGGER planning_extent_on_track ON patrol_track;
DROP TRIGGER planning_extent_on_visit ON patrol_visit;
DROP TRIGGER seen_stretch_on_own_line ON planning_seenstretch;
DROP FUNCTION planning_extent_of_site();
DROP FUNCTION planning_extent_of_line();
DROP FUNCTION planning_extent_of_track();
DROP FUNCTION planning_extent_of_visit();
DROP FUNCTION planning_check_stretch();
ALTER TABLE planning_walkedstretch DROP CONSTRAINT walked_stretch_once;
ALTER TABLE planning_seenstretch DROP CONSTRAINT seen_stretch_once;
DELETE FROM planning_visitextent;
DELETE FROM planning_siteextent;
"""


class Migration(migrations.Migration):
    """Runs after the tables stand."""

    dependencies = [("planning", "0005_extent")]
    operations = [migrations.RunSQL(WALLS, UNDO)]
