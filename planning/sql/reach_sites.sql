-- Active sites with their middle (WGS-84) and the reach that is stored of them.
SELECT site.id::text AS id, ST_X(middle) AS lon, ST_Y(middle) AS lat,
       reach.volunteers, reach.volunteer_m, reach.point_id, reach.point_m
FROM sites_site site
    CROSS JOIN LATERAL (SELECT ST_Centroid(site.geom) AS middle) place
    LEFT JOIN planning_sitereach reach ON reach.site_id = site.id
WHERE site.is_active
