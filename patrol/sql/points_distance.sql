-- The distance in metres on the ellipsoid from each point (WGS-84) to the geometry of the report's site, in their order.
SELECT ST_Distance(site.geom::geography, ST_SetSRID(ST_MakePoint(point.longitude, point.latitude), 4326)::geography) AS distance_m
FROM patrol_report report
    JOIN sites_site site ON site.id = report.site_id
    CROSS JOIN unnest(%(longitudes)s::float[], %(latitudes)s::float[]) WITH ORDINALITY AS point (longitude, latitude, place)
WHERE report.id = %(report)s
ORDER BY point.place
