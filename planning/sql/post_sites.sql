-- The active sites of a district: their middles and how often they are to be visited.
SELECT ST_X(ST_Centroid(site.geom)) AS lon, ST_Y(ST_Centroid(site.geom)) AS lat, coalesce(duty.interval_days, 365) AS interval_days
FROM sites_site site LEFT JOIN planning_duty duty ON duty.site_id = site.id
WHERE site.is_active AND site.district_id = %(district)s
ORDER BY site.code
LIMIT %(most)s
