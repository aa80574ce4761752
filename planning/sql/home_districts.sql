-- The one of these districts to which each volunteer who can be sent belongs: the one they live in, else that of the
-- nearest site in one of them. Both sides use a spatial index.
SELECT volunteer.user_id AS volunteer, coalesce(inside.code, nearest.code) AS district
FROM people_volunteer volunteer
    JOIN people_user person ON person.id = volunteer.user_id
    LEFT JOIN LATERAL (
        SELECT district.code FROM sites_district district
        WHERE district.code = ANY (%(districts)s) AND ST_Covers(district.geom, volunteer.home)
        ORDER BY district.code LIMIT 1
    ) inside ON true
    LEFT JOIN LATERAL (
        SELECT site.district_id AS code FROM sites_site site
        WHERE inside.code IS NULL AND site.is_active AND site.district_id = ANY (%(districts)s)
        ORDER BY site.geom <-> volunteer.home LIMIT 1
    ) nearest ON true
WHERE volunteer.is_active AND person.is_active AND volunteer.home IS NOT NULL
    AND coalesce(inside.code, nearest.code) IS NOT NULL
ORDER BY volunteer.number
