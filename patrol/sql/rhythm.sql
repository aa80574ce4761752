-- The reports an organisation's volunteers finished on the day of a report, and how many they usually do: the mean of
-- the `weeks` before. Days are those of `zone`.
WITH subject AS (
    SELECT volunteer.organisation_id, (report.finished_at AT TIME ZONE %(zone)s)::date AS day
    FROM patrol_report report JOIN people_volunteer volunteer ON volunteer.user_id = report.volunteer_id
    WHERE report.id = %(report)s AND volunteer.organisation_id IS NOT NULL
)
SELECT count(*) FILTER (WHERE other.finished_at >= subject.day::timestamp AT TIME ZONE %(zone)s) AS today,
       count(*) FILTER (WHERE other.finished_at < subject.day::timestamp AT TIME ZONE %(zone)s) / (7.0 * %(weeks)s) AS usual
FROM subject
    JOIN people_volunteer colleague ON colleague.organisation_id = subject.organisation_id
    JOIN patrol_report other ON other.volunteer_id = colleague.user_id
WHERE other.finished_at >= (subject.day - 7 * %(weeks)s)::timestamp AT TIME ZONE %(zone)s
    AND other.finished_at < (subject.day + 1)::timestamp AT TIME ZONE %(zone)s
GROUP BY subject.organisation_id
