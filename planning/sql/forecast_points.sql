-- Active sites of the areas with their middle, the metres to the nearest service point, and whether its catchment holds them.
SELECT ST_X(middle) AS lon, ST_Y(middle) AS lat, reach.point_m,
       coalesce(reach.point_m <= point.catchment_m, false) AS is_held
FROM sites_site site
    CROSS JOIN LATERAL (SELECT ST_Centroid(site.geom) AS middle) place
    LEFT JOIN planning_sitereach reach ON reach.site_id = site.id
    LEFT JOIN sites_servicepoint point ON point.code = reach.point_id
WHERE site.is_active AND site.district_id = ANY (ARRAY(SELECT code FROM sites_district WHERE code LIKE ANY (%(patterns)s::text[])))
