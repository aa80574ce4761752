-- Volunteers whose role had not ended at `as_of`, with the district they live in ('' where it is not known). Profile, home and
-- whether somebody is active are those of today: they have no recorded past.
SELECT volunteer.user_id, volunteer.organisation_id, volunteer.joined_on, volunteer.visits_per_month,
    coalesce((
        SELECT district.code FROM sites_district district
        WHERE district.kind = 'county' AND ST_Contains(district.geom, volunteer.home) ORDER BY district.code LIMIT 1
    ), '') AS district
FROM people_volunteer volunteer JOIN people_user person ON person.id = volunteer.user_id
WHERE volunteer.is_active AND person.is_active AND volunteer.joined_on <= %(known_on)s
    AND EXISTS (
        SELECT FROM people_rolegrant held WHERE held.user_id = volunteer.user_id AND held.role = 'volunteer'
            AND (held.revoked_at IS NULL OR held.revoked_at > %(as_of)s))
