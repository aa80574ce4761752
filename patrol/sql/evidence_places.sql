-- The same as numbers: each position the phone gave with its time, its accuracy and the metres to the site's geometry, and
-- the recorded way's least distance. what: fix, photo (with its number and role), track.
WITH subject AS (
    SELECT r.*, s.geom AS site_geom FROM patrol_report r JOIN sites_site s ON s.id = r.site_id WHERE r.id = %(report)s
)
SELECT 'fix' AS what, NULL::integer AS number, NULL AS role, fix_at AS at, accuracy_m,
       ST_Distance(fix::geography, site_geom::geography) AS distance_m, NULL::double precision AS near_share
FROM subject WHERE fix IS NOT NULL
UNION ALL
SELECT 'photo', p.position + 1, p.role, p.taken_at, p.accuracy_m,
       ST_Distance(p.fix::geography, subject.site_geom::geography), NULL
FROM subject JOIN patrol_photo p ON p.report_id = subject.id WHERE p.fix IS NOT NULL
UNION ALL
SELECT 'track', NULL, NULL, t.started_at, NULL, ST_Distance(t.geom::geography, subject.site_geom::geography), t.near_share
FROM subject
    JOIN patrol_outing o ON o.volunteer_id = subject.volunteer_id AND o.started_at <= subject.finished_at
        AND coalesce(o.ended_at, o.expected_return_at) >= subject.arrived_at
    JOIN patrol_track t ON t.outing_id = o.id AND t.geom IS NOT NULL
ORDER BY 1, 2
