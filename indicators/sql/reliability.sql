-- Promises whose time is over: places in shifts (kept: served; not kept: did not come, or gave it back too late) and visits
-- (kept: a report came; not kept: none, though the day is past). That somebody did not come has no time: it counts from the end.
SELECT date_trunc('month', shift.starts_at AT TIME ZONE 'Asia/Shanghai')::date AS month, activity.district_id AS district,
    '{}'::text[] AS details, activity.organisation_id,
    (place.state = 'served' AND place.confirmed_at <= %(as_of)s)::int AS numerator, 1 AS denominator,
    place.volunteer_id AS person, 'application' AS source, place.id::text AS key, shift.starts_at AS at
FROM service_application place JOIN service_shift shift ON shift.id = place.shift_id
    JOIN service_activity activity ON activity.id = shift.activity_id
WHERE shift.starts_at >= %(from_at)s AND shift.starts_at < %(to_at)s AND shift.ends_at <= %(as_of)s
    AND (place.state = 'served' AND place.confirmed_at <= %(as_of)s OR place.state = 'no_show'
        OR place.state = 'cancelled' AND place.is_late AND place.ended_at <= %(as_of)s)
UNION ALL
SELECT date_trunc('month', visit.do_by)::date, site.district_id, '{}'::text[],
    coalesce(volunteer.organisation_id, campaign.organisation_id), (sent.at IS NOT NULL)::int, 1, visit.volunteer_id,
    'assignment', visit.id::text, visit.do_by::timestamp AT TIME ZONE 'Asia/Shanghai'
FROM patrol_assignment visit JOIN sites_site site ON site.id = visit.site_id
    LEFT JOIN patrol_campaign campaign ON campaign.id = visit.campaign_id
    LEFT JOIN people_volunteer volunteer ON volunteer.user_id = visit.volunteer_id
    CROSS JOIN LATERAL (
        SELECT min(report.received_at) AS at FROM patrol_report report
        WHERE report.assignment_id = visit.id AND report.received_at <= %(as_of)s
    ) sent
WHERE visit.do_by >= %(from_on)s AND visit.do_by < (%(to_on)s::date + interval '1 month') AND visit.made_at <= %(as_of)s
    AND (visit.accept_by IS NULL OR visit.accepted_at <= %(as_of)s)
    AND (sent.at IS NOT NULL OR visit.do_by < %(known_on)s::date
        AND (visit.ended_at IS NULL OR visit.ended_at > %(as_of)s OR visit.end_reason = 'not_done'))
