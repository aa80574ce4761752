-- Volunteers who can be sent: active, with a home and a running role, and what their open assignments take already. The
-- assignments of a plan that is planned anew (`follows`) take nothing; visits of the other districts of a wide plan do.
SELECT volunteer.user_id::text AS id, person.name,
       ST_X(volunteer.home) AS lon, ST_Y(volunteer.home) AS lat,
       volunteer.range_km, volunteer.free_time,
       greatest(volunteer.visits_per_month - coalesce(asked.visits, 0), 0)::int AS visits_left,
       coalesce(asked.minutes, 0)::int AS asked_minutes, coalesce(asked.km, 0)::float8 AS asked_km,
       coalesce((
           SELECT jsonb_agg(jsonb_build_object('from_on', e.from_on, 'to_on', e.to_on,
               'start', to_char(e.starts, 'HH24:MI'), 'end', to_char(e.ends, 'HH24:MI')))
           FROM people_freetimeexception e WHERE e.volunteer_id = volunteer.user_id
       ), '[]') AS exceptions,
       ARRAY(SELECT skill_id FROM people_volunteer_skills WHERE volunteer_id = volunteer.user_id ORDER BY 1) AS skills
FROM people_volunteer volunteer
    JOIN people_user person ON person.id = volunteer.user_id
    LEFT JOIN LATERAL (
        SELECT count(*) AS visits, sum(site.visit_minutes) AS minutes,
               sum(ST_DistanceSphere(volunteer.home, ST_Centroid(site.geom))) / 1000 AS km
        FROM (
            SELECT assignment.site_id FROM patrol_assignment assignment
            WHERE volunteer.user_id IN (assignment.volunteer_id, assignment.companion_id) AND assignment.status = 'open'
                AND (%(follows)s::uuid IS NULL OR assignment.plan_id IS DISTINCT FROM %(follows)s::uuid)
            UNION ALL
            SELECT item.site_id FROM planning_planitem item JOIN planning_plan other ON other.id = item.plan_id
            WHERE volunteer.user_id IN (item.volunteer_id, item.companion_id) AND other.wide_id = %(wide)s::uuid AND other.id <> %(plan)s::uuid
                AND other.state NOT IN ('published', 'cancelled')
        ) visit JOIN sites_site site ON site.id = visit.site_id
    ) asked ON true
WHERE volunteer.is_active AND person.is_active AND volunteer.home IS NOT NULL
    AND EXISTS (SELECT FROM people_rolegrant g
                WHERE g.user_id = volunteer.user_id AND g.role = 'volunteer' AND g.revoked_at IS NULL)
ORDER BY volunteer.number
