-- What the board counts beside sites, people and visits: who decided on the reports, the hours credited for them, and findings.
-- A site counts from the day it is in the register.
UPDATE sites_site SET created_at = '2020-01-01';

INSERT INTO patrol_review (report_id, state, version, band, needs_person, max_severity, photos, reason, irregularities, decided_at, decided_by_id)
SELECT report_id, 'accepted', 1, 'strong', false, 0, 'complete', '', '[]', visited_at + interval '1 day', volunteer_id FROM patrol_visit;

CREATE TEMPORARY TABLE bench_service AS
SELECT gen_random_uuid() AS id, report.id AS report, report.volunteer_id, report.arrived_at, report.finished_at FROM patrol_report report;

INSERT INTO timebank_transaction (id, kind, currency, source, memo, at)
SELECT id, 'service', 'hours', 'report:' || report, '{}', finished_at + interval '1 day' FROM bench_service;

INSERT INTO timebank_servicerecord (id, volunteer_id, during, transaction_id, source, title_zh, title_en, url, organisation_name)
SELECT gen_random_uuid(), volunteer_id, tstzrange(arrived_at, finished_at), id, 'report:' || report, '巡查', 'Patrol', '', ''
FROM bench_service
-- Nobody is credited twice for the same minutes.
ON CONFLICT DO NOTHING;

INSERT INTO patrol_finding (id, report_id, kind_id, severity, note, position)
SELECT gen_random_uuid(), id, (SELECT min(code) FROM patrol_findingkind), (random() * 4)::int, '', 0
FROM patrol_report WHERE random() < 0.1;
