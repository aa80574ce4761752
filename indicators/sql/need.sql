-- What was asked of volunteers in a month (places in shifts, visits to make) against what they had declared to do, by skill.
SELECT date_trunc('month', shift.starts_at AT TIME ZONE 'Asia/Shanghai')::date AS month, activity.district_id AS district,
    ARRAY(SELECT wanted.skill_id FROM service_activity_skills_required wanted WHERE wanted.activity_id = activity.id)::text[] AS details,
    NULL::uuid AS organisation_id, 0 AS numerator, shift.quota::int AS denominator, NULL::uuid AS person,
    'shift' AS source, shift.id::text AS key, shift.starts_at AS at
FROM service_shift shift JOIN service_activity activity ON activity.id = shift.activity_id
WHERE shift.starts_at >= %(from_at)s AND shift.starts_at < %(to_at)s AND activity.published_at <= %(as_of)s
    AND NOT (activity.state = 'cancelled' AND activity.ended_at <= %(as_of)s)
UNION ALL
SELECT date_trunc('month', visit.do_by)::date, site.district_id, '{}'::text[], NULL, 0, 1, NULL,
    'assignment', visit.id::text, visit.do_by::timestamp AT TIME ZONE 'Asia/Shanghai'
FROM patrol_assignment visit JOIN sites_site site ON site.id = visit.site_id
WHERE visit.do_by >= %(from_on)s AND visit.do_by < (%(to_on)s::date + interval '1 month') AND visit.made_at <= %(as_of)s
    AND NOT (visit.end_reason = 'replanned' AND visit.ended_at <= %(as_of)s)
UNION ALL
SELECT month.month, volunteer.district,
    ARRAY(SELECT held.skill_id FROM people_volunteer_skills held WHERE held.volunteer_id = volunteer.user_id)::text[],
    NULL, volunteer.visits_per_month::int, 0, volunteer.user_id, 'volunteer', volunteer.user_id::text, NULL
FROM ({volunteers}) volunteer
    JOIN ({months}) month ON volunteer.joined_on < (month.month + interval '1 month')
