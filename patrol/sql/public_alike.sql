-- Other reports of citizens within `metres` of one, or of the same named site, that are not spam: nearest first.
-- The box uses the spatial index; a degree of longitude is never longer than one of latitude, so 1.4 covers up to 45° N.
SELECT other.id, other.number, other.received_at, other.state, other.kind_id AS kind, other.kind_id = mine.kind_id AS is_same_kind,
    ST_Distance(other.geom::geography, mine.geom::geography) AS distance_m
FROM patrol_publicreport mine JOIN patrol_publicreport other ON other.id <> mine.id AND (
        other.geom && ST_Expand(mine.geom, 1.4 * %(metres)s / 111000.0)
            AND ST_DWithin(other.geom::geography, mine.geom::geography, %(metres)s)
        OR other.site_id = mine.site_id)
WHERE mine.id = %(report)s AND other.state IN ('waiting', 'held', 'in_case') AND other.received_at > mine.received_at - interval '180 days'
ORDER BY distance_m NULLS LAST, other.received_at DESC
LIMIT %(most)s
