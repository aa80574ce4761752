-- Who answers for sections: the county a hundred metres to each side of their middle; one for both sides, or two where the
-- line is a border.
WITH middle AS (
    SELECT id, ST_LineInterpolatePoint(geom, 0.5)::geography AS place,
        ST_Azimuth(ST_LineInterpolatePoint(geom, 0.45)::geography, ST_LineInterpolatePoint(geom, 0.55)::geography) AS azimuth
    FROM sites_section WHERE id = ANY(%(sections)s)
), beside AS (
    SELECT middle.id, side.name, (
        SELECT piece.district_id FROM sites_districtpiece piece
        WHERE piece.kind = 'county' AND ST_Intersects(piece.geom, ST_Project(place, 100, azimuth + side.turn)::geometry)
        ORDER BY piece.district_id LIMIT 1
    ) AS district_id
    FROM middle CROSS JOIN (VALUES ('left', -pi() / 2), ('right', pi() / 2)) AS side(name, turn)
)
INSERT INTO sites_jurisdiction (section_id, district_id, side)
SELECT id, min(district_id), CASE WHEN count(*) = 2 THEN 'both' ELSE min(name) END
FROM beside WHERE district_id IS NOT NULL GROUP BY id, beside.district_id
