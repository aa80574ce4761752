-- Synthetic places, the same number in each district, in Hilbert order (PostGIS sorts geometries along that curve).
CREATE TEMPORARY TABLE scale_site ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY place) AS number, district, place
FROM (
    SELECT district.code AS district,
           (ST_Dump(ST_GeneratePoints(district.geom, 1 + %(count)s / all_districts.n, 1))).geom AS place
    FROM sites_district district CROSS JOIN (SELECT count(*)::int AS n FROM sites_district) all_districts
) made
LIMIT %(count)s
