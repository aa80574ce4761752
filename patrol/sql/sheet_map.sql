-- The map of a printed site sheet: the shown place (never the stored geometry), its zones where the reader knows the exact
-- place, its district, in metres around %(centre)s (azimuthal equidistant), as SVG path data; y grows downwards.
-- A coarse place is drawn as its 0.01 degree cell, an exact point with the circle it was measured to.
WITH asked AS (
    SELECT %(place)s::geometry AS place,
           '+proj=aeqd +lat_0=' || ST_Y(%(centre)s::geometry) || ' +lon_0=' || ST_X(%(centre)s::geometry) || ' +units=m' AS plane
), drawn AS (
    SELECT 'district' AS layer, 0 AS rank, ST_Simplify(ST_Transform(d.geom, asked.plane), %(district_detail_m)s) AS shape
    FROM asked JOIN sites_district d ON d.code = %(district)s
    UNION ALL
    SELECT z.kind, CASE z.kind WHEN 'control' THEN 1 ELSE 2 END, ST_Transform(z.geom, asked.plane)
    FROM asked JOIN sites_zone z ON z.site_id = %(site)s
    WHERE %(is_exact)s AND z.geom IS NOT NULL AND (z.valid_to IS NULL OR z.valid_to >= current_date)
    UNION ALL
    SELECT 'accuracy', 3, ST_Buffer(ST_Transform(place, plane), %(accuracy_m)s)
    FROM asked WHERE %(is_exact)s AND ST_Dimension(place) = 0
    UNION ALL
    SELECT 'site', 4, ST_Transform(place, plane) FROM asked WHERE %(is_exact)s AND place IS NOT NULL
    UNION ALL
    SELECT 'cell', 3, ST_Transform(ST_Expand(place, 0.005), plane) FROM asked WHERE NOT %(is_exact)s AND place IS NOT NULL
)
SELECT layer, ST_Dimension(shape) AS dimension, ST_AsSVG(shape, 0, 1) AS path,
       ST_X(ST_Centroid(shape)) AS x, -ST_Y(ST_Centroid(shape)) AS y,
       ST_XMin(shape) AS left_m, ST_XMax(shape) AS right_m, -ST_YMax(shape) AS top_m, -ST_YMin(shape) AS bottom_m
FROM drawn WHERE shape IS NOT NULL ORDER BY rank
