-- Where the findings of a case were fixed (the damage's photo, else the report), numbered in their order, in metres around
-- %(centre)s as the drawing of the sheet has them (azimuthal equidistant); y grows downwards.
WITH plane AS (
    SELECT '+proj=aeqd +lat_0=' || ST_Y(%(centre)s::geometry) || ' +lon_0=' || ST_X(%(centre)s::geometry) || ' +units=m' AS proj
), fixed AS (
    SELECT row_number() OVER (ORDER BY r.received_at, f.position) AS number, coalesce(shot.fix, r.fix) AS fix
    FROM patrol_casefinding place
        JOIN patrol_finding f ON f.id = place.finding_id
        JOIN patrol_report r ON r.id = f.report_id
        LEFT JOIN LATERAL (
            SELECT p.fix FROM patrol_photo p
            WHERE p.report_id = r.id AND p.role = 'finding' AND p.fix IS NOT NULL ORDER BY p.position LIMIT 1
        ) shot ON true
    WHERE place.case_id = %(case)s
)
SELECT number, ST_X(ST_Transform(fix, proj)) AS x, -ST_Y(ST_Transform(fix, proj)) AS y
FROM fixed, plane WHERE fix IS NOT NULL ORDER BY number
