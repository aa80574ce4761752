"""What imports compare by: whether two geometries tell the same place."""

from django.db import migrations

SAME_PLACE = """
-- The same place within a centimetre or two, whatever the writing: one part as multi, rings begun elsewhere.
CREATE FUNCTION sites_same_place(a geometry, b geometry) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN a = b THEN true
        WHEN ST_Dimension(a) <> ST_Dimension(b) THEN false
        WHEN ST_NPoints(a) = 1 AND ST_NPoints(b) = 1 THEN ST_DWithin(a, b, 2e-7)
        WHEN NOT ST_Expand(ST_Envelope(a), 2e-7) ~ ST_Envelope(b) THEN false
        WHEN ST_NPoints(a) = ST_NPoints(b) AND NOT EXISTS (
            SELECT FROM ST_DumpPoints(ST_Multi(a)) p JOIN ST_DumpPoints(ST_Multi(b)) q ON p.path = q.path
            WHERE abs(ST_X(p.geom) - ST_X(q.geom)) > 2e-7 OR abs(ST_Y(p.geom) - ST_Y(q.geom)) > 2e-7) THEN true
        ELSE ST_HausdorffDistance(a, b) <= 3e-7
    END
$$;
"""


class Migration(migrations.Migration):
    """A function."""

    dependencies = [("sites", "0005_register_walls")]
    operations = [
        migrations.RemoveField("importrow", "search_text"),
        migrations.RunSQL(SAME_PLACE, "DROP FUNCTION sites_same_place(geometry, geometry);"),
    ]
