-- Active sites in the areas (LIKE patterns) by level, district and status on a day. Duties alike in their dates are
-- counted together first, so that the status is told some hundred times and not once for each of 100,000 sites.
SELECT level, district,
       planning_status(last_visited_on, due_on, suspended_until, %(today)s::date) AS status,
       sum(sites)::int AS sites
FROM (
    SELECT site.level_id AS level, site.district_id AS district,
           duty.last_visited_on, duty.due_on, duty.suspended_until, count(*) AS sites
    FROM planning_duty duty
        JOIN sites_site site ON site.id = duty.site_id
    WHERE site.is_active AND site.district_id = ANY (ARRAY(SELECT code FROM sites_district WHERE code LIKE ANY (%(patterns)s::text[])))
    GROUP BY 1, 2, 3, 4, 5
) AS alike
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3
