-- Visits a month by district: declared by volunteers who live there, those of the trained, and accepted in the last 90 days.
-- An accepted visit to which two were sent is a visit of each, whether one or both reported it.
WITH home AS (
    SELECT district.code AS district, volunteer.visits_per_month,
           EXISTS (SELECT FROM people_volunteer_skills s
                   WHERE s.volunteer_id = volunteer.user_id AND s.skill_id = ANY (%(skills)s::text[])) AS is_trained
    FROM people_volunteer volunteer
        JOIN people_user person ON person.id = volunteer.user_id
        JOIN sites_district district ON ST_Contains(district.geom, volunteer.home)
    WHERE volunteer.is_active AND person.is_active AND district.code LIKE ANY (%(patterns)s::text[])
        AND length(district.code) = 6
        AND EXISTS (SELECT FROM people_rolegrant g
                    WHERE g.user_id = volunteer.user_id AND g.role = 'volunteer' AND g.revoked_at IS NULL)
), declared AS (
    SELECT district, count(*)::int AS volunteers, sum(visits_per_month)::float8 AS declared,
           coalesce(sum(visits_per_month) FILTER (WHERE is_trained), 0)::float8 AS declared_trained
    FROM home GROUP BY 1
), done AS (
    SELECT site.district_id AS district,
           (count(*) FILTER (WHERE crew.id IS NULL) + 2 * count(DISTINCT crew.id)) / 90.0::float8 * (365.25 / 12) AS actual
    FROM patrol_visit visit
        JOIN sites_site site ON site.id = visit.site_id
        JOIN patrol_report report ON report.id = visit.report_id
        LEFT JOIN patrol_assignment crew ON crew.id = report.assignment_id AND crew.companion_id IS NOT NULL
    WHERE visit.visited_at >= %(since)s AND site.district_id LIKE ANY (%(patterns)s::text[])
    GROUP BY 1
)
SELECT coalesce(declared.district, done.district) AS district, coalesce(volunteers, 0) AS volunteers,
       coalesce(declared, 0) AS declared, coalesce(declared_trained, 0) AS declared_trained, coalesce(actual, 0)::float8 AS actual
FROM declared FULL JOIN done ON done.district = declared.district
ORDER BY 1
