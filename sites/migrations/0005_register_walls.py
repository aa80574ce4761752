"""Walls and functions of the register: history, pieces of districts, searched text, line versions."""

from typing import Any

from django.db import migrations, models
from django.db.models import Q

from core.walls import append_only
from sites.logic.words import search_text

HISTORY = """
-- What a row said before a change goes into the history. The columns left out follow from others or say who and when.
CREATE FUNCTION sites_keep_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    derived CONSTANT text[] := ARRAY['geom', 'shown_geom', 'shown_as', 'search_text'];
    about CONSTANT text[] := ARRAY['updated_at', 'updated_by_id', 'updated_why', 'updated_in_id'];
    before jsonb := to_jsonb(OLD) - derived;
BEGIN
    IF before - about = to_jsonb(NEW) - derived - about AND OLD.geom = NEW.geom THEN
        RETURN NEW;
    END IF;
    -- Two changes in one instant are still two.
    NEW.updated_at := greatest(NEW.updated_at, OLD.updated_at + interval '1 microsecond');
    INSERT INTO sites_siteversion (site_id, valid_from, valid_to, geom, state)
        VALUES (OLD.id, OLD.updated_at, NEW.updated_at, OLD.geom, before);
    RETURN NEW;
END $$;
CREATE TRIGGER sites_site_version BEFORE UPDATE ON sites_site
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION sites_keep_version();
"""
NO_HISTORY = "DROP TRIGGER sites_site_version ON sites_site; DROP FUNCTION sites_keep_version();"

PIECES = """
CREATE FUNCTION sites_cut_district() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM sites_districtpiece WHERE district_id = NEW.code;
    INSERT INTO sites_districtpiece (district_id, kind, geom)
        SELECT NEW.code, NEW.kind, piece FROM ST_Subdivide(ST_MakeValid(NEW.geom), 64) AS piece
        WHERE ST_Dimension(piece) = 2;
    RETURN NULL;
END $$;
CREATE TRIGGER sites_district_pieces AFTER INSERT OR UPDATE OF geom, kind ON sites_district
    FOR EACH ROW EXECUTE FUNCTION sites_cut_district();
INSERT INTO sites_districtpiece (district_id, kind, geom)
    SELECT code, kind, piece FROM sites_district CROSS JOIN LATERAL ST_Subdivide(ST_MakeValid(geom), 64) AS piece
    WHERE ST_Dimension(piece) = 2;
"""
NO_PIECES = "DROP TRIGGER sites_district_pieces ON sites_district; DROP FUNCTION sites_cut_district();"

LINES = """
-- A survey is what it was: its line and towers are never changed; who better measured it makes a new version.
CREATE TRIGGER sites_lineversion_unchanged BEFORE UPDATE ON sites_lineversion
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER sites_tower_unchanged BEFORE UPDATE ON sites_tower
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE FUNCTION sites_first_line_versions() RETURNS void LANGUAGE sql AS $$
    INSERT INTO sites_lineversion (id, site_id, number, geom, length_m, source, anchors, at)
        SELECT gen_random_uuid(), id, 1, geom, ST_Length(geom::geography), 'register', '[]', created_at
        FROM sites_site site
        WHERE GeometryType(geom) = 'LINESTRING' AND ST_Length(geom::geography) > 0
            AND NOT EXISTS (SELECT FROM sites_lineversion WHERE site_id = site.id);
    UPDATE sites_section SET version_id = version.id
        FROM sites_lineversion version WHERE version.site_id = sites_section.site_id AND version_id IS NULL;
$$;
SELECT sites_first_line_versions();
"""
NO_LINES = """
DROP FUNCTION sites_first_line_versions();
DROP TRIGGER sites_tower_unchanged ON sites_tower;
DROP TRIGGER sites_lineversion_unchanged ON sites_lineversion;
"""


def fill_search_text(apps: Any, schema_editor: Any) -> None:
    site = apps.get_model("sites", "Site")
    sites = site.objects.filter(search_text="").only("pk", "code", "name_zh", "name_en")
    batch = []
    for one in sites.iterator(chunk_size=2_000):
        one.search_text = search_text(one.code, one.name_zh, one.name_en)
        batch.append(one)
        if len(batch) == 2_000:
            site.objects.bulk_update(batch, ["search_text"])
            batch = []
    site.objects.bulk_update(batch, ["search_text"])


class Migration(migrations.Migration):
    """What stands already is searched, cut and versioned like what comes."""

    dependencies = [
        ("sites", "0004_register"),
        ("core", "0003_walls"),
    ]

    operations = [
        migrations.RunPython(fill_search_text, migrations.RunPython.noop, elidable=True),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="site",
            constraint=models.CheckConstraint(condition=~Q(search_text=""), name="site_can_be_searched"),
        ),
        migrations.RunSQL(HISTORY, NO_HISTORY),
        append_only("sites_siteversion"),
        append_only("sites_unitmerge"),
        migrations.RunSQL(PIECES, NO_PIECES),
        migrations.RunSQL(LINES, NO_LINES),
        migrations.RunSQL("ALTER TABLE sites_importrow SET UNLOGGED", "ALTER TABLE sites_importrow SET LOGGED"),
    ]
