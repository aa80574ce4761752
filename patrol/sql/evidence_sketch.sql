-- What an officer compares: the site, the report's fix with its accuracy, the gap between both, each photo's fix and the
-- recorded way, drawn in metres around the site (azimuthal equidistant), as SVG path data; y grows downwards. Protection
-- zones and the way give the surroundings and do not count for the frame (is_framed).
WITH subject AS (
    SELECT r.id, r.site_id, s.geom AS site_geom, r.fix, r.accuracy_m, r.volunteer_id, r.arrived_at, r.finished_at,
           '+proj=aeqd +lat_0=' || ST_Y(ST_Centroid(s.geom)) || ' +lon_0=' || ST_X(ST_Centroid(s.geom)) || ' +units=m' AS plane
    FROM patrol_report r JOIN sites_site s ON s.id = r.site_id
    WHERE r.id = %(report)s
), drawn AS (
    SELECT 'zone' AS layer, 2 AS dimension, ST_Transform(z.geom, subject.plane) AS shape
    FROM subject JOIN sites_zone z ON z.site_id = subject.site_id WHERE z.geom IS NOT NULL
    UNION ALL
    -- Only what lies around the site: the rest of the way is nobody's business here.
    SELECT 'track', 1, ST_Intersection(
        ST_Transform(t.geom, subject.plane), ST_Buffer(ST_Transform(subject.site_geom, subject.plane), 500))
    FROM subject
        JOIN patrol_outing o ON o.volunteer_id = subject.volunteer_id AND o.started_at <= subject.finished_at
            AND coalesce(o.ended_at, o.expected_return_at) >= subject.arrived_at
        JOIN patrol_track t ON t.outing_id = o.id AND t.geom IS NOT NULL
    UNION ALL
    SELECT 'site', ST_Dimension(site_geom), ST_Transform(site_geom, plane) FROM subject
    UNION ALL
    SELECT 'accuracy', 2, ST_Buffer(ST_Transform(fix, plane), greatest(accuracy_m, 1)) FROM subject WHERE fix IS NOT NULL
    UNION ALL
    SELECT 'gap', 1, ST_ShortestLine(ST_Transform(site_geom, plane), ST_Transform(fix, plane))
    FROM subject WHERE fix IS NOT NULL AND NOT ST_Intersects(site_geom, fix)
    UNION ALL
    SELECT 'photo', 0, ST_Transform(p.fix, subject.plane)
    FROM subject JOIN patrol_photo p ON p.report_id = subject.id WHERE p.fix IS NOT NULL
    UNION ALL
    SELECT 'fix', 0, ST_Transform(fix, plane) FROM subject WHERE fix IS NOT NULL
)
SELECT layer, dimension, layer NOT IN ('zone', 'track') AS is_framed, ST_AsSVG(shape, 0, 1) AS path,
       ST_X(ST_Centroid(shape)) AS x, -ST_Y(ST_Centroid(shape)) AS y,
       ST_XMin(shape) AS left_m, ST_XMax(shape) AS right_m, -ST_YMax(shape) AS top_m, -ST_YMin(shape) AS bottom_m
FROM drawn
WHERE NOT ST_IsEmpty(shape)
