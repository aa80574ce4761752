-- Visits that fall due in the coming months if each is made on its day, against the visits volunteers declared to make. What
-- waits already falls into the first of the months. It stands on the duties and profiles of the day it is counted on.
SELECT date_trunc('month', due.day)::date AS month, site.district_id AS district, ARRAY[site.level_id]::text[] AS details,
    NULL::uuid AS organisation_id, 0 AS numerator, 1 AS denominator, NULL::uuid AS person,
    'site' AS source, site.id::text AS key, due.day AT TIME ZONE 'Asia/Shanghai' AS at
FROM planning_duty duty JOIN sites_site site ON site.id = duty.site_id
    CROSS JOIN LATERAL generate_series(
        greatest(duty.due_on, duty.suspended_until + 1, %(from_on)s::date)::timestamp,
        %(to_on)s::date + interval '1 month' - interval '1 day', greatest(duty.interval_days, 1) * interval '1 day'
    ) due(day)
WHERE site.is_active
UNION ALL
SELECT month.month, volunteer.district, '{}'::text[], NULL, volunteer.visits_per_month::int, 0, volunteer.user_id,
    'volunteer', volunteer.user_id::text, NULL
FROM ({volunteers}) volunteer CROSS JOIN ({months}) month
