-- The distance in metres on the ellipsoid from each fix of the given reports to its site's geometry.
SELECT report.id, ST_Distance(site.geom::geography, report.fix::geography) AS distance_m
FROM patrol_report report JOIN sites_site site ON site.id = report.site_id
WHERE report.id = ANY (%(reports)s)
