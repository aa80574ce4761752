-- Volunteers who can be sent: active, with a home and a running role.
SELECT ST_X(volunteer.home) AS lon, ST_Y(volunteer.home) AS lat, volunteer.range_km
FROM people_volunteer volunteer JOIN people_user person ON person.id = volunteer.user_id
WHERE volunteer.is_active AND person.is_active AND volunteer.home IS NOT NULL
    AND EXISTS (SELECT FROM people_rolegrant g
                WHERE g.user_id = volunteer.user_id AND g.role = 'volunteer' AND g.revoked_at IS NULL)
