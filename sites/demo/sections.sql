-- Cut every line without sections into numbered ones of about 500 m. Cut in UTM 50 N, so that the measure is in metres;
-- from_m and to_m are told on the ellipsoid.
WITH line AS (
    SELECT site.id, ST_Transform(site.geom, 32650) AS flat, ST_Length(site.geom::geography) AS length_m
    FROM sites_site site
    WHERE GeometryType(site.geom) = 'LINESTRING'
        AND NOT EXISTS (SELECT FROM sites_section WHERE site_id = site.id)
), cut AS (
    SELECT line.*, greatest(1, round(length_m / 500))::int AS parts FROM line
)
INSERT INTO sites_section (id, site_id, number, name, is_key, is_current, from_m, to_m, geom)
SELECT gen_random_uuid(), id, part, '', false, true, length_m * (part - 1) / parts, length_m * part / parts,
       ST_Transform(ST_LineSubstring(flat, (part - 1)::float / parts, part::float / parts), 4326)
FROM cut CROSS JOIN LATERAL generate_series(1, parts) part
