-- Outlines of districts as SVG paths in a drawing at most %(width)s units wide and a quarter more tall, web-mercator so that shapes look as on
-- every map. The frame holds the districts and, where given, the points (degrees WGS-84): a Mercator place (x, y) is
-- drawn at ((x - x0) * scale, (y0 - y) * scale). The label stands inside the district; `span` is its room there, 0 where a label has
-- none: the widest circle is looked for only in shapes that could hold one, for in a nation of 3,000 districts few can. Shapes
-- are drawn as finely as a province shows them; in a wider frame to half a unit and by the quick way, whose rings may touch
-- themselves: nobody sees it in a drawing, and the circle is then looked for in a valid shape.
WITH chosen AS (
    SELECT code, name_zh, name_en, geom FROM sites_district WHERE code LIKE ANY (%(patterns)s::text[])
), fine AS (
    SELECT greatest(0.002, (ST_XMax(box) - ST_XMin(box)) / %(width)s::float8 / 2) AS degrees
    FROM (SELECT ST_Extent(geom) AS box FROM chosen) AS whole
), shape AS (
    SELECT code, name_zh, name_en, ST_Transform(
        CASE WHEN degrees > 0.002 THEN ST_Simplify(geom, degrees, true) ELSE ST_SimplifyPreserveTopology(geom, degrees) END, 3857
    ) AS outline
    FROM chosen CROSS JOIN fine
), extent AS (
    SELECT ST_Extent(g) AS box FROM (
        SELECT outline AS g FROM shape
        UNION ALL
        SELECT ST_Transform(ST_SetSRID(ST_MakePoint(lon, lat), 4326), 3857)
        FROM unnest(%(lons)s::float8[], %(lats)s::float8[]) AS point (lon, lat)
    ) everything
), frame AS MATERIALIZED (
    SELECT ST_XMin(box) AS x0, ST_YMax(box) AS y0, ST_XMax(box) - ST_XMin(box) AS wide,
           ST_YMax(box) - ST_YMin(box) AS tall,
           %(width)s::float8 / greatest(ST_XMax(box) - ST_XMin(box), (ST_YMax(box) - ST_YMin(box)) * 0.8, 1) AS scale
    FROM extent
), drawn AS MATERIALIZED (
    SELECT shape.*, frame.*,
           ST_Affine(outline, scale, 0, 0, scale, -scale * x0, -scale * y0) AS drawing
    FROM shape CROSS JOIN frame
), roomy AS (
    -- The page writes a label where the circle's radius is over 24 units.
    SELECT *, least(ST_XMax(drawing) - ST_XMin(drawing), ST_YMax(drawing) - ST_YMin(drawing)) > 48 AS has_room FROM drawn
)
SELECT code, name_zh, name_en, ST_AsSVG(drawing, 1, 1) AS path,
       round(ST_X(label.center)::numeric, 1)::float8 AS label_x, round(-ST_Y(label.center)::numeric, 1)::float8 AS label_y,
       label.radius AS span, x0, y0, scale, wide * scale AS width, tall * scale AS height
FROM roomy CROSS JOIN LATERAL (
    SELECT circle.center, circle.radius FROM ST_MaximumInscribedCircle(
        CASE WHEN ST_IsValid(drawing) THEN drawing ELSE ST_MakeValid(drawing) END
    ) AS circle WHERE has_room
    UNION ALL
    SELECT ST_Centroid(drawing), 0 WHERE NOT has_room
) AS label
ORDER BY code
