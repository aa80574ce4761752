-- What an officer compares: the site, the report's fix with its accuracy and each photo's fix, drawn in metres around
-- the site (azimuthal equidistant), as SVG path data; y grows downwards.
WITH subject AS (
    SELECT r.id, s.geom AS site_geom, r.fix, r.accuracy_m,
           '+proj=aeqd +lat_0=' || ST_Y(ST_Centroid(s.geom)) || ' +lon_0=' || ST_X(ST_Centroid(s.geom)) || ' +units=m' AS plane
    FROM patrol_report r JOIN sites_site s ON s.id = r.site_id
    WHERE r.id = %(report)s
), drawn AS (
    SELECT 'site' AS layer, ST_Dimension(site_geom) AS dimension, ST_Transform(site_geom, plane) AS shape FROM subject
    UNION ALL
    SELECT 'accuracy', 2, ST_Buffer(ST_Transform(fix, plane), greatest(accuracy_m, 1)) FROM subject WHERE fix IS NOT NULL
    UNION ALL
    SELECT 'fix', 0, ST_Transform(fix, plane) FROM subject WHERE fix IS NOT NULL
    UNION ALL
    SELECT 'photo', 0, ST_Transform(p.fix, subject.plane)
    FROM subject JOIN patrol_photo p ON p.report_id = subject.id WHERE p.fix IS NOT NULL
)
SELECT layer, dimension, ST_AsSVG(shape, 0, 1) AS path,
       ST_X(ST_Centroid(shape)) AS x, -ST_Y(ST_Centroid(shape)) AS y,
       ST_XMin(shape) AS left_m, ST_XMax(shape) AS right_m, -ST_YMax(shape) AS top_m, -ST_YMin(shape) AS bottom_m
FROM drawn
