-- How often a report's note (letters alone, patrol_said) stands in earlier reports of half a year, the person's own and
-- others'; and how often its very answers and condition stand in the person's own ones of other sites.
SELECT coalesce(said.own, 0) AS own, coalesce(said.others, 0) AS others, alike.answers
FROM patrol_report report
    CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE other.volunteer_id = report.volunteer_id) AS own,
               count(*) FILTER (WHERE other.volunteer_id <> report.volunteer_id) AS others
        FROM patrol_report other
        WHERE report.note <> '' AND md5(patrol_said(other.note)) = md5(patrol_said(report.note)) AND other.note <> ''
            AND (other.received_at, other.id) < (report.received_at, report.id)
            AND other.received_at > report.received_at - interval '180 days'
    ) said
    CROSS JOIN LATERAL (
        SELECT count(*) AS answers
        FROM patrol_report other
        WHERE other.volunteer_id = report.volunteer_id AND other.site_id <> report.site_id
            AND other.answers = report.answers AND other.condition_id = report.condition_id
            AND (other.received_at, other.id) < (report.received_at, report.id)
            AND other.finished_at > report.finished_at - interval '60 days'
    ) alike
WHERE report.id = %(report)s
