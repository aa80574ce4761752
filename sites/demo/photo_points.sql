-- Photo points of the best known sites: sixty metres to the south looking north, and to the west looking east (invented).
INSERT INTO sites_photopoint (id, site_id, number, name, geom, bearing_deg, note, is_active)
SELECT gen_random_uuid(), site.id, place.number, place.name,
    ST_Project(ST_PointOnSurface(site.geom)::geography, 60, radians(place.azimuth))::geometry, place.bearing, '', true
FROM sites_site site
CROSS JOIN (VALUES (1, '南侧正面', 180, 0), (2, '西侧', 270, 90)) AS place(number, name, azimuth, bearing)
WHERE site.code LIKE 'BJ-%%' AND site.level_id = 'national' AND GeometryType(site.geom) <> 'LINESTRING'
