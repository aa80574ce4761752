-- The division of a kind that covers the largest part of a place (WKB, WGS-84); of two with the same part the lower code.
WITH place AS (SELECT ST_SetSRID(ST_GeomFromWKB(%(place)s), 4326) AS geom),
part AS (
    SELECT piece.district_id,
        CASE ST_Dimension(place.geom)
            WHEN 0 THEN ST_NPoints(ST_Intersection(place.geom, piece.geom))
            WHEN 1 THEN ST_Length(ST_Intersection(place.geom, piece.geom))
            ELSE ST_Area(ST_Intersection(place.geom, piece.geom))
        END AS share
    FROM place JOIN sites_districtpiece piece ON ST_Intersects(piece.geom, place.geom)
    WHERE piece.kind = %(kind)s
)
SELECT district_id FROM part GROUP BY district_id ORDER BY sum(share) DESC, district_id LIMIT 1
