-- The keys of the waiting sites (late, or never visited) of everywhere, most urgent first, without reading them all. Sites alike in
-- level and interval are urgent in the order of their due days, so of each kind the index gives the first ones; the first of
-- these are the first of all. `planning.queries.duties.MOST_URGENT_FIRST` says the same order.
WITH RECURSIVE kind AS (
    (SELECT level_id, interval_days FROM planning_duty ORDER BY level_id, interval_days LIMIT 1)
    UNION ALL
    SELECT next.level_id, next.interval_days FROM kind CROSS JOIN LATERAL (
        SELECT level_id, interval_days FROM planning_duty duty
        WHERE (duty.level_id, duty.interval_days) > (kind.level_id, kind.interval_days)
        ORDER BY level_id, interval_days LIMIT 1
    ) next
)
SELECT first.site_id
FROM kind JOIN sites_level level ON level.code = kind.level_id AND %(level)s IN ('', level.code)
CROSS JOIN LATERAL (
    (SELECT site_id, site_code, due_on, %(never_intervals)s::float8 AS late FROM planning_duty duty
    WHERE duty.level_id = kind.level_id AND duty.interval_days = kind.interval_days AND due_on IS NULL
        AND %(status)s IN ('', 'never') AND is_active AND coalesce(suspended_until < %(today)s::date, true)
    ORDER BY due_on, site_code LIMIT %(last)s)
    UNION ALL
    (SELECT site_id, site_code, due_on, least((%(today)s::date - due_on)::float8 / interval_days, %(most_intervals)s) FROM planning_duty duty
    WHERE duty.level_id = kind.level_id AND duty.interval_days = kind.interval_days AND due_on < %(today)s::date
        AND %(status)s IN ('', 'overdue') AND is_active AND coalesce(suspended_until < %(today)s::date, true)
    ORDER BY due_on, site_code LIMIT %(last)s)
) first
ORDER BY greatest(%(levels)s - level.rank, 1) * (1.0::float8 + first.late) DESC, first.due_on NULLS FIRST, first.site_code
LIMIT %(last)s - %(first)s OFFSET %(first)s
