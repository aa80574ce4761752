-- Places of the shifts that had begun, and how many of them were taken.
SELECT date_trunc('month', shift.starts_at AT TIME ZONE 'Asia/Shanghai')::date AS month, activity.district_id AS district,
    '{}'::text[] AS details, activity.organisation_id, filled.places AS numerator, shift.quota::int AS denominator,
    NULL::uuid AS person, 'shift' AS source, shift.id::text AS key, shift.starts_at AS at
FROM service_shift shift JOIN service_activity activity ON activity.id = shift.activity_id
    CROSS JOIN LATERAL (
        SELECT count(*)::int AS places FROM service_application place
        WHERE place.shift_id = shift.id AND place.accepted_at <= %(as_of)s AND place.state NOT IN ('applied', 'waiting')
            AND NOT (place.state IN ('cancelled', 'refused') AND place.ended_at <= %(as_of)s)
    ) filled
WHERE shift.starts_at >= %(from_at)s AND shift.starts_at < %(to_at)s AND shift.starts_at <= %(as_of)s
    AND activity.published_at <= %(as_of)s AND NOT (activity.state = 'cancelled' AND activity.ended_at <= %(as_of)s)
