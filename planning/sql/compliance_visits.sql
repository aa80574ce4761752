-- The visits of a period, as they were known: their evidence as it was last computed by then, the seconds credited by then.
SELECT visit.id, visit.report_id, visit.site_id, visit.volunteer_id, register.level_id, register.district_id,
    register.code, register.name_zh, register.name_en,
    (visit.visited_at AT TIME ZONE 'Asia/Shanghai')::date AS visited_on,
    coalesce(evidence.band, 'none') AS band, coalesce(service.seconds, 0)::bigint AS seconds
FROM ({known}) visit
    JOIN ({register}) register ON register.id = visit.site_id
    LEFT JOIN LATERAL (
        SELECT band FROM patrol_evidence e WHERE e.report_id = visit.report_id AND e.computed_at <= %(as_of)s
        ORDER BY e.computed_at DESC, e.id DESC LIMIT 1
    ) evidence ON true
    LEFT JOIN LATERAL (
        SELECT extract(epoch FROM upper(record.during) - lower(record.during)) AS seconds
        FROM timebank_servicerecord record JOIN timebank_transaction posted ON posted.id = record.transaction_id
        WHERE record.source = 'report:' || visit.report_id AND posted.at <= %(as_of)s
            AND NOT EXISTS (
                SELECT FROM timebank_transaction undone WHERE undone.reverses_id = posted.id AND undone.at <= %(as_of)s
                    AND NOT EXISTS (
                        SELECT FROM timebank_transaction given WHERE given.reverses_id = undone.id AND given.at <= %(as_of)s))
    ) service ON true
WHERE visit.visited_at >= %(from_at)s AND visit.visited_at < %(to_at)s
    AND visit.visited_at <= %(as_of)s
