-- Photos of earlier reports that are the same file as one of this report's, wherever it was used, or that look alike
-- (64-bit hashes at most `distance` apart) among the site's and the volunteer's own of a year. Only earlier reports:
-- whoever copies must not turn suspicion on the one copied from. A photo that was named and never sent is no photo.
SELECT own.file_id AS own_sha256, other.file_id AS sha256, other_file.phash,
       other.report_id::text AS report_id, earlier.site_id = report.site_id AS is_same_site
FROM patrol_report report
    JOIN patrol_photo own ON own.report_id = report.id
    JOIN patrol_photofile own_file ON own_file.sha256 = own.file_id
    JOIN patrol_report earlier ON (earlier.received_at, earlier.id) < (report.received_at, report.id)
        AND (earlier.site_id = report.site_id OR earlier.volunteer_id = report.volunteer_id)
        AND earlier.received_at > report.received_at - interval '1 year'
    JOIN patrol_photo other ON other.report_id = earlier.id
    JOIN patrol_photofile other_file ON other_file.sha256 = other.file_id
WHERE report.id = %(report)s
    AND NOT EXISTS (SELECT FROM patrol_awaitedphoto a WHERE (a.report_id, a.file_id) = (other.report_id, other.file_id))
    AND bit_count((own_file.phash # other_file.phash)::bit(64)) <= %(distance)s
UNION
SELECT own.file_id, other.file_id, NULL, other.report_id::text, earlier.site_id = report.site_id
FROM patrol_report report
    JOIN patrol_photo own ON own.report_id = report.id
    JOIN patrol_photo other ON other.file_id = own.file_id AND other.report_id <> report.id
    JOIN patrol_report earlier ON earlier.id = other.report_id
WHERE report.id = %(report)s
    AND NOT EXISTS (SELECT FROM patrol_awaitedphoto a WHERE (a.report_id, a.file_id) = (other.report_id, other.file_id))
    AND (earlier.received_at, earlier.id) < (report.received_at, report.id)
