-- The cases that were open at some time of a period, as they were known: state and severity of then, by what stood in their
-- timeline; the photo of the damage that opened them, and that of the re-inspection that closed them.
SELECT c.id, c.number, c.site_id, register.code, register.name_zh, register.name_en, register.level_id, register.district_id,
    c.kind_id, kind.label_zh AS kind_zh, kind.label_en AS kind_en,
    (c.opened_at AT TIME ZONE 'Asia/Shanghai')::date AS opened_on,
    coalesce(told.state, 'found') AS state, coalesce(told.severity, c.severity) AS severity,
    CASE WHEN c.closed_at <= %(as_of)s THEN (c.closed_at AT TIME ZONE 'Asia/Shanghai')::date END AS closed_on,
    before.sha256 AS before_sha256, before.taken_on AS before_on, after.sha256 AS after_sha256, after.taken_on AS after_on
FROM patrol_case c
    JOIN ({register}) register ON register.id = c.site_id
    JOIN patrol_findingkind kind ON kind.code = c.kind_id
    LEFT JOIN LATERAL (
        SELECT (array_agg(entry.state ORDER BY entry.at DESC, entry.id DESC))[1] AS state, max(finding.severity) AS severity,
            (array_agg(entry.report_id ORDER BY entry.at, entry.id) FILTER (WHERE finding.id IS NOT NULL))[1] AS found_in,
            (array_agg(entry.report_id ORDER BY entry.at DESC, entry.id DESC) FILTER (WHERE entry.state = 'closed'))[1] AS closed_by
        FROM patrol_caseentry entry LEFT JOIN patrol_finding finding ON finding.id = entry.finding_id
        WHERE entry.case_id = c.id AND entry.at <= %(as_of)s
    ) told ON true
    LEFT JOIN LATERAL (
        SELECT photo.file_id AS sha256, (report.finished_at AT TIME ZONE 'Asia/Shanghai')::date AS taken_on
        FROM patrol_photo photo JOIN patrol_photofile file ON file.sha256 = photo.file_id
            JOIN patrol_report report ON report.id = photo.report_id
        WHERE photo.report_id = told.found_in AND file.received_at <= %(as_of)s
        ORDER BY photo.role = 'finding' DESC, photo.role = 'near' DESC, photo.position LIMIT 1
    ) before ON true
    LEFT JOIN LATERAL (
        SELECT photo.file_id AS sha256, (report.finished_at AT TIME ZONE 'Asia/Shanghai')::date AS taken_on
        FROM patrol_photo photo JOIN patrol_photofile file ON file.sha256 = photo.file_id
            JOIN patrol_report report ON report.id = photo.report_id
        WHERE photo.report_id = told.closed_by AND file.received_at <= %(as_of)s AND report.finished_at <= c.closed_at
        ORDER BY photo.role = 'near' DESC, photo.role = 'finding' DESC, photo.position LIMIT 1
    ) after ON true
WHERE c.opened_at <= %(as_of)s AND c.opened_at < %(to_at)s
    AND (c.closed_at IS NULL OR c.closed_at > %(as_of)s OR c.closed_at >= %(from_at)s)
ORDER BY c.number
