-- Whose report it is, and whether the photo is still to come; no row without the report.
SELECT
    volunteer_id AS volunteer,
    EXISTS (
        SELECT FROM patrol_awaitedphoto WHERE report_id = patrol_report.id AND file_id = %(sha256)s::text
    ) AS is_awaited
FROM patrol_report
WHERE id = %(report)s::uuid
