-- Volunteers who can be sent: active, with a home and a running role, and what their open assignments take already.
SELECT volunteer.user_id::text AS id, person.name,
       ST_X(volunteer.home) AS lon, ST_Y(volunteer.home) AS lat,
       volunteer.range_km, volunteer.free_time,
       greatest(volunteer.visits_per_month - coalesce(asked.visits, 0), 0)::int AS visits_left,
       coalesce(asked.minutes, 0)::int AS asked_minutes, coalesce(asked.km, 0)::float8 AS asked_km,
       ARRAY(SELECT skill_id FROM people_volunteer_skills WHERE volunteer_id = volunteer.user_id ORDER BY 1) AS skills
FROM people_volunteer volunteer
    JOIN people_user person ON person.id = volunteer.user_id
    LEFT JOIN LATERAL (
        SELECT count(*) AS visits, sum(site.visit_minutes) AS minutes,
               sum(ST_DistanceSphere(volunteer.home, ST_Centroid(site.geom))) / 1000 AS km
        FROM patrol_assignment assignment JOIN sites_site site ON site.id = assignment.site_id
        WHERE assignment.volunteer_id = volunteer.user_id AND assignment.status = 'open'
    ) asked ON true
WHERE volunteer.is_active AND person.is_active AND volunteer.home IS NOT NULL
    AND EXISTS (SELECT FROM people_rolegrant g
                WHERE g.user_id = volunteer.user_id AND g.role = 'volunteer' AND g.revoked_at IS NULL)
ORDER BY volunteer.number
