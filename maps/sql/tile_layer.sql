-- One layer of a tile from rows with an `mvt` geometry (already in the tile's own coordinates), and how many rows it has.
SELECT coalesce(ST_AsMVT(feature, %s, %s, 'mvt'), '')::bytea, count(*)
FROM ({rows}) AS feature
WHERE mvt IS NOT NULL
