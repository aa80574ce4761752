-- The middles of a grid over the district, as fine as about so many places allow.
WITH area AS (
    SELECT ST_Transform(ST_SimplifyPreserveTopology(geom, 0.001), 3857) AS outline FROM sites_district WHERE code = %(district)s
), cell AS (
    SELECT ST_Centroid(square.geom) AS middle, area.outline
    FROM area CROSS JOIN LATERAL ST_SquareGrid(greatest(sqrt(ST_Area(area.outline) / (0.8 * %(most)s)), 1000), area.outline) AS square
)
SELECT ST_X(ST_Transform(middle, 4326)) AS lon, ST_Y(ST_Transform(middle, 4326)) AS lat
FROM cell WHERE ST_Intersects(outline, middle)
ORDER BY 2 DESC, 1
LIMIT %(most)s
