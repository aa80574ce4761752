-- Sites of an import whose line is not their newest version's.
SELECT row.site_id
FROM sites_importrow row JOIN sites_site site ON site.id = row.site_id
    LEFT JOIN LATERAL (
        SELECT geom FROM sites_lineversion WHERE site_id = site.id ORDER BY number DESC LIMIT 1
    ) newest ON true
WHERE row.batch_id = %(batch)s AND GeometryType(row.geom) = 'LINESTRING' AND row.outcome IN ('new', 'changed') AND site.is_active
    AND GeometryType(site.geom) = 'LINESTRING' AND ST_Length(site.geom) > 0
    AND (newest.geom IS NULL OR NOT ST_OrderingEquals(newest.geom, site.geom))
ORDER BY site.code
