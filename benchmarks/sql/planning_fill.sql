-- A nation: districts in a grid over eastern China, sites, volunteers and accepted reports in them, the same at every run.
-- Triggers and foreign keys sleep meanwhile (`session_replication_role`); the product's own recomputation runs afterwards.
SELECT setseed(0.42);

INSERT INTO sites_district (code, kind, name_zh, name_en, geom, source)
SELECT '9' || lpad(number::text, 5, '0'), 'county', '区' || number, 'District ' || number,
       ST_Multi(ST_MakeEnvelope(100 + 0.4 * (number %% 50), 22 + 0.4 * (number / 50), 100.4 + 0.4 * (number %% 50), 22.4 + 0.4 * (number / 50), 4326)),
       'benchmark'
FROM generate_series(0, %(districts)s - 1) AS number;

CREATE TEMPORARY TABLE bench_site AS
SELECT gen_random_uuid() AS id, number, number %% %(districts)s AS district,
       ST_SetSRID(ST_MakePoint(100 + 0.4 * ((number %% %(districts)s) %% 50) + 0.4 * random(),
                               22 + 0.4 * ((number %% %(districts)s) / 50) + 0.4 * random()), 4326) AS place
FROM generate_series(0, %(sites)s - 1) AS number;
CREATE UNIQUE INDEX ON bench_site (number);

INSERT INTO sites_site (
    id, code, name_zh, name_en, level_id, category_id, district_id, condition_id, era_zh, era_en, address_zh,
    summary_zh, summary_en, open_to, is_difficult, visit_minutes, geom, geom_accuracy_m, visibility, shown_as, shown_geom,
    is_active, created_at, updated_at, owner, used_by, access_note, safety_note, given_position, given_datum, datum_basis,
    updated_why, search_text)
SELECT id, 'BENCH-' || lpad(number::text, 7, '0'), '压测点' || number, 'Site ' || number,
       (ARRAY['national', 'provincial', 'municipal', 'county', 'county', 'unlisted', 'unlisted', 'unlisted'])[1 + number * 7 %% 8],
       (ARRAY['0100', '0200', '0300', '0300', '0300', '0400', '0500', '0500', '0600'])[1 + number * 5 %% 9],
       '9' || lpad(district::text, 5, '0'), (ARRAY['good', 'fairly_good', 'fair', 'fairly_poor', 'poor'])[1 + number * 3 %% 5],
       '', '', '', '', '', 'yes', number %% 11 = 0, 30, place, 100, '', 'exact', place, true, now(), now(),
       '', '', '', '', '', 'wgs84', 'assumed', '', '压测点' || number
FROM bench_site;

CREATE TEMPORARY TABLE bench_person AS
SELECT gen_random_uuid() AS id, number, 100 + 20 * random() AS lon, 22 + 0.4 * (%(districts)s / 50) * random() AS lat
FROM generate_series(0, %(volunteers)s - 1) AS number;
CREATE UNIQUE INDEX ON bench_person (number);

INSERT INTO people_user (id, password, is_superuser, email, is_staff, is_active, date_joined, name, phone, is_phone_verified)
SELECT id, '', false, 'bench-' || number || '@example.org', false, true, now(), '志愿者' || number, '', false FROM bench_person;
INSERT INTO people_volunteer (user_id, number, home, range_km, visits_per_month, free_time, is_active, joined_on, languages, transport)
SELECT id, 'BENCH-' || number, ST_SetSRID(ST_MakePoint(lon, lat), 4326), 5 + number %% 20, 1 + number %% 8, '[]', true, '2025-01-01', '{}', ''
FROM bench_person;
INSERT INTO people_rolegrant (id, user_id, role, area, granted_at)
SELECT gen_random_uuid(), id, 'volunteer', '', now() FROM bench_person;

-- Five in six sites were visited; the reports spread over two years.
CREATE TEMPORARY TABLE bench_report AS
SELECT gen_random_uuid() AS id, site.id AS site, person.id AS person,
       now() - (1 + random() * 730) * interval '1 day' AS at
FROM generate_series(1, %(reports)s) AS made (n)
    JOIN bench_site site ON site.number = (made.n::bigint * 7919 %% %(sites)s)
    JOIN bench_person person ON person.number = (made.n::bigint * 104729 %% %(volunteers)s)
WHERE site.number %% 6 <> 0;

INSERT INTO patrol_report (id, content_sha256, site_id, volunteer_id, arrived_at, finished_at, received_at, condition_id,
    answers, note, channel, irregularities, payload, kind)
SELECT id, '', site, person, at - interval '1 hour', at, at, 'good', '{}', '', 'web', '[]', '{}', 'full' FROM bench_report;
INSERT INTO patrol_visit (id, report_id, site_id, volunteer_id, visited_at)
SELECT gen_random_uuid(), id, site, person, at FROM bench_report;
