-- Outlines of districts as SVG paths in a drawing at most %(width)s units wide and a quarter more tall, web-mercator so that shapes look as on
-- every map. The frame holds the districts and, where given, the points (degrees WGS-84): a Mercator place (x, y) is
-- drawn at ((x - x0) * scale, (y0 - y) * scale). The label stands inside the district; `span` is its room there.
WITH shape AS (
    SELECT code, name_zh, name_en, ST_Transform(ST_SimplifyPreserveTopology(geom, 0.002), 3857) AS outline
    FROM sites_district
    WHERE code LIKE ANY (%(patterns)s::text[])
), extent AS (
    SELECT ST_Extent(g) AS box FROM (
        SELECT outline AS g FROM shape
        UNION ALL
        SELECT ST_Transform(ST_SetSRID(ST_MakePoint(lon, lat), 4326), 3857)
        FROM unnest(%(lons)s::float8[], %(lats)s::float8[]) AS point (lon, lat)
    ) everything
), frame AS (
    SELECT ST_XMin(box) AS x0, ST_YMax(box) AS y0, ST_XMax(box) - ST_XMin(box) AS wide,
           ST_YMax(box) - ST_YMin(box) AS tall,
           %(width)s::float8 / greatest(ST_XMax(box) - ST_XMin(box), (ST_YMax(box) - ST_YMin(box)) * 0.8, 1) AS scale
    FROM extent
), drawn AS (
    SELECT shape.*, frame.*,
           ST_Affine(outline, scale, 0, 0, scale, -scale * x0, -scale * y0) AS drawing
    FROM shape CROSS JOIN frame
)
SELECT code, name_zh, name_en, ST_AsSVG(drawing, 1, 1) AS path,
       round(ST_X(label.center)::numeric, 1)::float8 AS label_x, round(-ST_Y(label.center)::numeric, 1)::float8 AS label_y,
       label.radius AS span, x0, y0, scale, wide * scale AS width, tall * scale AS height
FROM drawn CROSS JOIN LATERAL ST_MaximumInscribedCircle(drawing) AS label
ORDER BY code
