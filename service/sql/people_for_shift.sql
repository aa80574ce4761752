-- The nearest people who could come to a shift, with what the score needs of each. The index on the coarse home area gives
-- them in order of distance; who lacks a skill, is promised elsewhere at that time, was asked or has asked already is passed over.
WITH need AS MATERIALIZED (
    SELECT shift.id, shift.starts_at, shift.ends_at, activity.id AS activity_id, activity.kind_id, activity.organisation_id,
        coalesce(activity.geom, point.geom, site.shown_geom, ST_PointOnSurface(district.geom))::geometry AS place
    FROM service_shift shift
        JOIN service_activity activity ON activity.id = shift.activity_id
        JOIN sites_district district ON district.code = activity.district_id
        LEFT JOIN sites_site site ON site.id = activity.site_id
        LEFT JOIN sites_servicepoint point ON point.code = activity.service_point_id
    WHERE shift.id = %(shift)s
),
pool AS (
    SELECT volunteer.user_id, volunteer.range_km, volunteer.visits_per_month, volunteer.free_time, volunteer.birth_year,
        volunteer.organisation_id, account.name, volunteer.home
    FROM people_volunteer volunteer
        JOIN people_user account ON account.id = volunteer.user_id AND account.is_active
    WHERE volunteer.is_active AND volunteer.home IS NOT NULL
        AND EXISTS (
            SELECT FROM people_rolegrant held
            WHERE held.user_id = volunteer.user_id AND held.role = 'volunteer' AND held.revoked_at IS NULL
        )
        AND NOT EXISTS (
            SELECT FROM service_activity_skills_required wanted
            WHERE wanted.activity_id = (SELECT activity_id FROM need) AND NOT EXISTS (
                SELECT FROM people_volunteer_skills has
                WHERE has.volunteer_id = volunteer.user_id AND has.skill_id = wanted.skill_id
            )
        )
        AND NOT EXISTS (
            SELECT FROM service_application promised
            WHERE promised.volunteer_id = volunteer.user_id AND (
                promised.shift_id = %(shift)s
                OR promised.state IN ('accepted', 'checked_in', 'served')
                    AND promised.during && (SELECT tstzrange(starts_at, ends_at, '[)') FROM need)
            )
        )
        AND NOT EXISTS (
            SELECT FROM service_offer asked WHERE asked.volunteer_id = volunteer.user_id AND asked.shift_id = %(shift)s
        )
    ORDER BY volunteer.home <-> (SELECT place FROM need)
    LIMIT %(pool)s
)
SELECT pool.user_id, pool.name, pool.organisation_id, pool.range_km, pool.visits_per_month, pool.free_time, pool.birth_year,
    record.born_on,
    ST_DistanceSphere(pool.home, need.place) / 1000 AS distance_km,
    coalesce(skills.wished, 1) AS wished,
    past.served, past.missed, past.late, past.liked, past.load,
    EXISTS (
        SELECT FROM people_insurance insured
        WHERE insured.volunteer_id = pool.user_id AND %(day)s::date BETWEEN insured.valid_from AND insured.valid_until
    ) AS is_insured,
    EXISTS (
        SELECT FROM people_guardianconsent consent
        WHERE consent.volunteer_id = pool.user_id AND consent.revoked_at IS NULL
            AND %(day)s::date BETWEEN consent.valid_from AND consent.valid_until
    ) AS has_guardian_consent
FROM pool CROSS JOIN need
    LEFT JOIN people_safetyrecord record ON record.volunteer_id = pool.user_id
    CROSS JOIN LATERAL (
        SELECT avg((has.skill_id IS NOT NULL)::integer)::float AS wished
        FROM service_activity_skills_wished wanted
            LEFT JOIN people_volunteer_skills has ON has.volunteer_id = pool.user_id AND has.skill_id = wanted.skill_id
        WHERE wanted.activity_id = need.activity_id
    ) skills
    CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE own.state = 'served') AS served,
            count(*) FILTER (WHERE own.state = 'no_show') AS missed,
            count(*) FILTER (WHERE own.state = 'cancelled' AND own.is_late) AS late,
            avg((activity.kind_id = need.kind_id)::integer) FILTER (WHERE own.state = 'served')::float AS liked,
            count(*) FILTER (
                WHERE own.state IN ('accepted', 'checked_in', 'served')
                    AND lower(own.during) BETWEEN need.starts_at - %(around)s AND need.starts_at + %(around)s
            ) AS load
        FROM service_application own
            JOIN service_shift shift ON shift.id = own.shift_id
            JOIN service_activity activity ON activity.id = shift.activity_id
        WHERE own.volunteer_id = pool.user_id
    ) past
ORDER BY distance_km, pool.user_id
