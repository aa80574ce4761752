-- Coming shifts with free places that a person could take, with what the score needs of each. Places are those everybody may know.
SELECT shift.id AS shift_id,
    ST_DistanceSphere(
        volunteer.home, coalesce(activity.geom, point.geom, site.shown_geom, ST_PointOnSurface(district.geom))::geometry
    ) / 1000 AS distance_km,
    shift.starts_at, shift.ends_at, activity.least_age, activity.needs_insurance,
    coalesce(skills.wished, 1) AS wished,
    past.served, past.missed, past.late, past.liked, past.load
FROM service_shift shift
    JOIN service_activity activity ON activity.id = shift.activity_id
    JOIN sites_district district ON district.code = activity.district_id
    JOIN people_volunteer volunteer ON volunteer.user_id = %(person)s
    LEFT JOIN sites_site site ON site.id = activity.site_id
    LEFT JOIN sites_servicepoint point ON point.code = activity.service_point_id
    CROSS JOIN LATERAL (
        SELECT avg((has.skill_id IS NOT NULL)::integer)::float AS wished
        FROM service_activity_skills_wished wanted
            LEFT JOIN people_volunteer_skills has ON has.volunteer_id = volunteer.user_id AND has.skill_id = wanted.skill_id
        WHERE wanted.activity_id = activity.id
    ) skills
    CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE own.state = 'served') AS served,
            count(*) FILTER (WHERE own.state = 'no_show') AS missed,
            count(*) FILTER (WHERE own.state = 'cancelled' AND own.is_late) AS late,
            avg((other.kind_id = activity.kind_id)::integer) FILTER (WHERE own.state = 'served')::float AS liked,
            count(*) FILTER (
                WHERE own.state IN ('accepted', 'checked_in', 'served')
                    AND lower(own.during) BETWEEN shift.starts_at - %(around)s AND shift.starts_at + %(around)s
            ) AS load
        FROM service_application own
            JOIN service_shift its ON its.id = own.shift_id
            JOIN service_activity other ON other.id = its.activity_id
        WHERE own.volunteer_id = volunteer.user_id
    ) past
WHERE activity.state IN ('published', 'running') AND shift.starts_at > %(at)s AND shift.starts_at < %(until)s
    AND shift.taken < shift.quota
    AND NOT EXISTS (
        SELECT FROM service_activity_skills_required wanted
        WHERE wanted.activity_id = activity.id AND NOT EXISTS (
            SELECT FROM people_volunteer_skills has
            WHERE has.volunteer_id = volunteer.user_id AND has.skill_id = wanted.skill_id
        )
    )
    AND NOT EXISTS (
        SELECT FROM service_application own
        WHERE own.volunteer_id = volunteer.user_id AND (
            own.shift_id = shift.id
            OR own.state IN ('accepted', 'checked_in', 'served') AND own.during && tstzrange(shift.starts_at, shift.ends_at, '[)')
        )
    )
ORDER BY shift.starts_at, shift.id
LIMIT %(pool)s
