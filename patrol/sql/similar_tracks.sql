-- Earlier tracks of other outings whose points are still kept and that a track may be copied from: those of the same size,
-- wherever they lie, and those that share cells with it.
WITH own AS (SELECT id, outing_id, received_at, extent, marks FROM patrol_track WHERE id = %(track)s),
of_the_size AS (
    SELECT other.id FROM own JOIN patrol_track other ON other.extent && ST_Expand(own.extent, %(slack_m)s)
    WHERE other.outing_id <> own.outing_id AND other.dropped_at IS NULL
        AND (other.received_at, other.id) < (own.received_at, own.id)
    ORDER BY other.extent <-> own.extent LIMIT %(most)s
),
of_the_place AS (
    SELECT other.id FROM own JOIN patrol_track other ON other.marks && own.marks
    WHERE other.outing_id <> own.outing_id AND other.dropped_at IS NULL
        AND (other.received_at, other.id) < (own.received_at, own.id)
    ORDER BY (SELECT count(*) FROM unnest(other.marks) mark WHERE mark = ANY(own.marks)) DESC, other.id LIMIT %(most)s
)
SELECT id FROM of_the_size UNION SELECT id FROM of_the_place ORDER BY id
