SELECT ST_AsBinary(ST_PointOnSurface(geom)) AS place FROM incoming WHERE covered_by IS NULL AND geom IS NOT NULL
