-- The centre of each of the best known sites as a survey point (derived from its outline).
INSERT INTO sites_surveypoint (id, site_id, kind, number, geom, given_position, given_datum, datum_basis, accuracy_m, note)
SELECT gen_random_uuid(), site.id, 'centre', 1, ST_PointOnSurface(site.geom), '', 'wgs84', 'assumed', site.geom_accuracy_m, ''
FROM sites_site site
WHERE site.code LIKE 'BJ-%%' AND site.level_id = 'national' AND GeometryType(site.geom) = 'POLYGON'
