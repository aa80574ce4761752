-- The visits that counted at `as_of`: accepted by then, and not taken back by then (what was taken back later has its copy).
SELECT visit.id, visit.report_id, visit.site_id, visit.volunteer_id, visit.visited_at
FROM patrol_visit visit JOIN patrol_review review ON review.report_id = visit.report_id
WHERE review.decided_at <= %(as_of)s
UNION ALL
SELECT gone.visit_id, gone.report_id, report.site_id, report.volunteer_id, gone.visited_at
FROM patrol_overturn gone JOIN patrol_report report ON report.id = gone.report_id
WHERE gone.accepted_at <= %(as_of)s AND gone.at > %(as_of)s AND gone.visit_id IS NOT NULL
