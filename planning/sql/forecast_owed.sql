-- What is owed, alike sites counted together: days until due (0: today, or waiting already; a suspension delays it), interval, and
-- how many people go there together.
SELECT site.district_id AS district, site.is_difficult,
       least(greatest(coalesce(duty.due_on - %(today)s::date, 0), coalesce(duty.suspended_until - %(today)s::date + 1, 0), 0), 1000)::int AS ahead_days,
       duty.interval_days::int AS interval_days, count(*)::int AS sites,
       CASE WHEN site.is_difficult THEN %(together)s::int ELSE 1 END AS people
FROM planning_duty duty JOIN sites_site site ON site.id = duty.site_id
WHERE site.is_active AND site.district_id = ANY (ARRAY(SELECT code FROM sites_district WHERE code LIKE ANY (%(patterns)s::text[])))
GROUP BY 1, 2, 3, 4
