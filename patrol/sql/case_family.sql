-- The ids of a case and of all that were merged into it, by however many steps.
WITH RECURSIVE family AS (
    SELECT id FROM patrol_case WHERE id = %(case)s
    UNION
    SELECT merged.id FROM patrol_case merged JOIN family ON merged.merged_into_id = family.id
)
SELECT id FROM family
