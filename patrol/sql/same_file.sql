-- Uses of the same files in earlier reports, wherever; by the SHA-256 of the report's own photos. Only earlier reports:
-- whoever copies must not turn suspicion on the one copied from. A photo that was named and never sent is no photo.
SELECT DISTINCT ON (own.file_id) own.file_id AS sha256, earlier.id::text AS report_id,
       earlier.site_id = report.site_id AS is_same_site
FROM patrol_report report
    JOIN patrol_photo own ON own.report_id = report.id
    JOIN patrol_photo other ON other.file_id = own.file_id AND other.report_id <> report.id
    JOIN patrol_report earlier ON earlier.id = other.report_id
WHERE report.id = %(report)s
    AND NOT EXISTS (SELECT FROM patrol_awaitedphoto a WHERE (a.report_id, a.file_id) = (other.report_id, other.file_id))
    AND (earlier.received_at, earlier.id) < (report.received_at, report.id)
ORDER BY own.file_id, earlier.received_at, earlier.id
