-- Which points (arrays of longitude and latitude, WGS-84) lie within some metres of one of the sites, in their order.
SELECT EXISTS (
    SELECT FROM sites_site site
    WHERE site.id = ANY(%(sites)s)
      AND ST_DWithin(site.geom::geography, ST_SetSRID(ST_MakePoint(point.lon, point.lat), 4326)::geography, %(near_m)s)
) AS is_near
FROM unnest(%(lons)s::float8[], %(lats)s::float8[]) WITH ORDINALITY AS point (lon, lat, place)
ORDER BY point.place
