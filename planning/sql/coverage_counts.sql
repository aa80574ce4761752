-- Active sites in the areas (LIKE patterns) by level, district and status on a day.
SELECT site.level_id AS level,
       site.district_id AS district,
       planning_status(duty.last_visited_on, duty.due_on, duty.suspended_until, %(today)s::date) AS status,
       count(*)::int AS sites
FROM planning_duty duty
    JOIN sites_site site ON site.id = duty.site_id
WHERE site.is_active AND site.district_id LIKE ANY (%(patterns)s::text[])
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3
