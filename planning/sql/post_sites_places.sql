-- The middles of squares of a hundredth of a degree (about 1 km) with active sites of the district in them, those with most first.
SELECT (floor(ST_X(place) * 100) + 0.5) / 100 AS lon, (floor(ST_Y(place) * 100) + 0.5) / 100 AS lat
FROM (SELECT ST_Centroid(geom) AS place FROM sites_site WHERE is_active AND district_id = %(district)s) site
GROUP BY 1, 2 ORDER BY count(*) DESC, 1, 2
LIMIT %(most)s
