-- The case that a merged one leads to in the end; itself where it was not merged.
WITH RECURSIVE led AS (
    SELECT id, merged_into_id FROM patrol_case WHERE id = %(case)s
    UNION
    SELECT onward.id, onward.merged_into_id FROM patrol_case onward JOIN led ON led.merged_into_id = onward.id
)
SELECT id FROM led WHERE merged_into_id IS NULL
