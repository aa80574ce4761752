-- Sites counted by cell: how many in all (`n`) and in each status, and `mix`, the shares in eighths in the order of the
-- legend, which names the ring drawn for the cell.
WITH member (status, weight, lon, lat, x, y) AS (
    SELECT status, weight, lon, lat,
           floor((lon + 180) / 360 * %s),
           floor((1 - ln(tan(radians(lat)) + 1 / cos(radians(lat))) / pi()) / 2 * %s)
    FROM ({rows}) AS chosen (status, weight, lon, lat)
), cell AS (
    SELECT sum(weight)::int AS n,
           coalesce(sum(weight) FILTER (WHERE status = 'current'), 0)::int AS current,
           coalesce(sum(weight) FILTER (WHERE status = 'due_soon'), 0)::int AS due_soon,
           coalesce(sum(weight) FILTER (WHERE status = 'overdue'), 0)::int AS overdue,
           coalesce(sum(weight) FILTER (WHERE status = 'never'), 0)::int AS never,
           coalesce(sum(weight) FILTER (WHERE status = 'suspended'), 0)::int AS suspended,
           ST_SetSRID(ST_MakePoint(sum(lon * weight) / sum(weight), sum(lat * weight) / sum(weight)), 4326) AS place
    FROM member
    GROUP BY x, y
), feature AS (
    SELECT n, current, due_soon, overdue, never, suspended,
           concat_ws('-', round(8.0 * current / n), round(8.0 * due_soon / n), round(8.0 * overdue / n),
                     round(8.0 * never / n), round(8.0 * suspended / n)) AS mix,
           ST_AsMVTGeom(ST_Transform(place, 3857), ST_TileEnvelope(%s, %s, %s), 4096, 0, true) AS mvt
    FROM cell
)
SELECT coalesce(ST_AsMVT(feature, 'cells', 4096, 'mvt'), '')::bytea, count(*) FROM feature WHERE mvt IS NOT NULL
