INSERT INTO people_user (id, password, is_superuser, is_staff, is_active, date_joined, email, name, phone, is_phone_verified)
SELECT gen_random_uuid(), '!', false, false, true, now(), 'ledger' || n || '@example.org', 'n' || n, '', false
FROM generate_series(1, %(people)s) n;

INSERT INTO timebank_account (id, owner_id, code, currency)
SELECT gen_random_uuid(), id, '', currency FROM people_user, (VALUES ('hours'), ('points')) c (currency)
UNION ALL SELECT gen_random_uuid(), NULL, 'service_issued', 'hours'
UNION ALL SELECT gen_random_uuid(), NULL, 'points_issued', 'points';

CREATE TEMP TABLE service AS
SELECT person.id AS owner, gen_random_uuid() AS hours, gen_random_uuid() AS points, person.email || ':' || turn AS source,
    timestamptz '2018-01-01 01:00Z' + turn * interval '8 hours' AS begins
FROM people_user person, generate_series(1, %(each)s * CASE person.email WHEN 'ledger1@example.org' THEN %(heavy)s ELSE 1 END) turn
ORDER BY turn;

INSERT INTO timebank_transaction (id, kind, currency, source, memo, at)
SELECT hours, 'service', 'hours', source, '{}'::jsonb, begins + interval '1 day' FROM service
UNION ALL SELECT points, 'earning', 'points', source, '{}'::jsonb, begins + interval '1 day' FROM service;

INSERT INTO timebank_entry (transaction_id, account_id, amount)
SELECT one.hours, account.id, 3600 FROM service one
    JOIN timebank_account account ON account.owner_id = one.owner AND account.currency = 'hours'
UNION ALL
SELECT one.hours, house.id, -3600 FROM service one, timebank_account house
WHERE house.owner_id IS NULL AND house.currency = 'hours';

INSERT INTO timebank_entry (transaction_id, account_id, amount)
SELECT one.points, account.id, 10 FROM service one
    JOIN timebank_account account ON account.owner_id = one.owner AND account.currency = 'points'
UNION ALL
SELECT one.points, house.id, -10 FROM service one, timebank_account house
WHERE house.owner_id IS NULL AND house.currency = 'points';

INSERT INTO timebank_pointlot (owner_id, transaction_id, amount, "left", seconds, earned_on, expires_on)
SELECT owner, points, 10, 10, 3600, begins::date, begins::date + 20000 FROM service;

INSERT INTO timebank_servicerecord (id, volunteer_id, during, transaction_id, source, title_zh, title_en, url, organisation_name)
SELECT gen_random_uuid(), owner, tstzrange(begins, begins + interval '1 hour'), hours, source, '巡查', 'Patrol', '', '守望队'
FROM service
