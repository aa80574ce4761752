-- Active sites in the areas (LIKE patterns; '%%' is everywhere) by level and by district, in each status on a day: one narrow scan
-- of the duties. Levels are counted in the chosen district, districts of the chosen level, '' is any.
WITH standing AS MATERIALIZED (
    SELECT level_id, district_id, planning_status(last_visited_on, due_on, suspended_until, %(today)s::date) AS status, count(*) AS sites
    FROM planning_duty
    WHERE is_active AND (%(is_everywhere)s
        OR district_id = ANY (ARRAY(SELECT code FROM sites_district WHERE code LIKE ANY (%(patterns)s::text[]))))
    GROUP BY 1, 2, 3
), counted AS (
    SELECT 'level' AS by, level_id AS key, status, sites FROM standing WHERE %(district)s IN ('', district_id)
    UNION ALL
    SELECT 'district', district_id, status, sites FROM standing WHERE %(level)s IN ('', level_id)
)
SELECT by, key,
    coalesce(sum(sites) FILTER (WHERE status = 'current'), 0)::int AS current,
    coalesce(sum(sites) FILTER (WHERE status = 'due_soon'), 0)::int AS due_soon,
    coalesce(sum(sites) FILTER (WHERE status = 'overdue'), 0)::int AS overdue,
    coalesce(sum(sites) FILTER (WHERE status = 'never'), 0)::int AS never,
    coalesce(sum(sites) FILTER (WHERE status = 'suspended'), 0)::int AS suspended
FROM counted
GROUP BY 1, 2
ORDER BY 1, 2
