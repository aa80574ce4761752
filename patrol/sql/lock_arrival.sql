-- Locks the awaited photos first and in one order, then the review: as everywhere, so that no two wait for each other.
WITH awaited AS (
    SELECT id FROM patrol_awaitedphoto
    WHERE report_id = %(report)s::uuid AND file_id = ANY(%(photos)s::text[])
    ORDER BY file_id
    FOR UPDATE
)
SELECT photos FROM patrol_review
WHERE report_id = %(report)s::uuid AND (SELECT count(*) FROM awaited) >= 0
FOR UPDATE
