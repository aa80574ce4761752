-- Borders of counties inside a drawing, as SVG paths; the frame is that of `planning.queries.drawing.Frame` (web-mercator metres
-- to units), cut where the drawing ends so that a path stays short.
WITH frame AS (
    SELECT ST_MakeEnvelope(%(x0)s, %(y0)s - %(height)s / %(scale)s, %(x0)s + %(width)s / %(scale)s, %(y0)s, 3857) AS box
)
SELECT ST_AsSVG(
           ST_Affine(
               ST_Intersection(ST_Boundary(ST_SimplifyPreserveTopology(ST_Transform(district.geom, 3857), 1.5 / %(scale)s)), frame.box),
               %(scale)s, 0, 0, %(scale)s, -%(scale)s * %(x0)s, -%(scale)s * %(y0)s),
           1, 1) AS path
FROM sites_district district, frame
WHERE district.kind = 'county' AND district.geom && ST_Transform(frame.box, 4326)
ORDER BY district.code
LIMIT 40
