-- By district: active sites, those that fewer than so many volunteers reach, those nobody reaches, those that wait for a
-- visit, those that wait and few reach, and how far the nearest volunteer and service point are on average (metres).
SELECT site.district_id AS district, count(*)::int AS sites,
       count(*) FILTER (WHERE reach.volunteers < %(least)s)::int AS few,
       count(*) FILTER (WHERE reach.volunteers = 0)::int AS nobody,
       count(*) FILTER (WHERE status IN ('overdue', 'never'))::int AS waiting,
       count(*) FILTER (WHERE status IN ('overdue', 'never') AND reach.volunteers < %(least)s)::int AS waiting_few,
       avg(reach.volunteer_m) AS volunteer_m, avg(reach.point_m) AS point_m
FROM planning_sitereach reach
    JOIN sites_site site ON site.id = reach.site_id
    JOIN planning_duty duty ON duty.site_id = site.id
    CROSS JOIN LATERAL (
        SELECT planning_status(duty.last_visited_on, duty.due_on, duty.suspended_until, %(today)s::date) AS status
    ) stands
WHERE site.is_active AND site.district_id = ANY (ARRAY(SELECT code FROM sites_district WHERE code LIKE ANY (%(patterns)s::text[])))
GROUP BY 1 ORDER BY few DESC, 1
