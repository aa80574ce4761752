-- Accepted visits whose hours are credited: seconds of service, and the hazards (severity 3 and up) found in them.
SELECT date_trunc('month', visit.visited_on)::date AS month, visit.district_id AS district,
    ARRAY[visit.level_id]::text[] AS details, NULL::uuid AS organisation_id,
    (SELECT count(*) FROM patrol_finding finding
     WHERE finding.report_id = visit.report_id AND finding.severity >= 3)::int AS numerator,
    visit.seconds AS denominator, visit.volunteer_id AS person, 'visit' AS source, visit.report_id::text AS key, visit.visited_on::timestamp AT TIME ZONE 'Asia/Shanghai' AS at
FROM ({visits_at}) visit
WHERE visit.seconds > 0
