-- Damage and danger found on the visits of a period, from "repair in plan" (severity 2) up.
SELECT finding.id, visits.report_id, visits.site_id, visits.code, visits.name_zh, visits.name_en, visits.level_id,
    visits.district_id, visits.visited_on, finding.kind_id, kind.label_zh AS kind_zh, kind.label_en AS kind_en, finding.severity
FROM ({visits}) visits
    JOIN patrol_finding finding ON finding.report_id = visits.report_id
    JOIN patrol_findingkind kind ON kind.code = finding.kind_id
WHERE finding.severity >= 2
ORDER BY finding.severity DESC, visits.visited_on, finding.id
