-- Sites with a newly accepted report whose photos may have an earlier one to be compared with, the most photos first.
SELECT report.site_id
FROM patrol_photo photo
    JOIN patrol_report report ON report.id = photo.report_id
    JOIN patrol_review review ON review.report_id = report.id
    JOIN patrol_photofile file ON file.sha256 = photo.file_id
WHERE review.state = 'accepted' AND photo.role = 'far' AND file.display <> '' AND file.error = ''
    AND NOT EXISTS (SELECT FROM patrol_photochange change WHERE change.later_id = photo.id)
    AND EXISTS (
        SELECT FROM patrol_photo other JOIN patrol_report before ON before.id = other.report_id
            JOIN patrol_review decided ON decided.report_id = before.id
            JOIN patrol_photofile held ON held.sha256 = other.file_id
        WHERE before.site_id = report.site_id AND decided.state = 'accepted' AND other.role = photo.role
            AND before.finished_at < report.finished_at AND held.display <> '' AND held.error = '')
GROUP BY report.site_id ORDER BY count(*) DESC, min(review.decided_at) LIMIT %(limit)s
