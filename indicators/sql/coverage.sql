-- Sites of the register, and whether a visit of the year before the month's end was accepted.
SELECT month.month, register.district_id AS district, ARRAY[register.level_id]::text[] AS details, NULL::uuid AS organisation_id,
    (seen.last_at IS NOT NULL)::int AS numerator, 1 AS denominator, NULL::uuid AS person,
    'site' AS source, register.id::text AS key, seen.last_at AS at
FROM ({register}) register
    JOIN ({months}) month ON register.created_at < month.until
    LEFT JOIN (
        SELECT visit.site_id, ended.month, max(visit.visited_at) AS last_at
        FROM ({known}) visit JOIN ({months}) ended
            ON visit.visited_at < ended.until AND visit.visited_at >= ended.until - interval '365 days'
        -- The same for all months at once, so that older visits are not read.
        WHERE visit.visited_at >= %(from_at)s - interval '365 days' AND visit.visited_at < %(to_at)s
        GROUP BY 1, 2
    ) seen ON seen.site_id = register.id AND seen.month = month.month
WHERE register.is_active
