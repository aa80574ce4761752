-- The distance in metres on the ellipsoid from the phone's fix to the site's geometry (not its centre); null without a fix.
SELECT ST_Distance(site.geom::geography, report.fix::geography)
FROM patrol_report report JOIN sites_site site ON site.id = report.site_id
WHERE report.id = %(report)s
