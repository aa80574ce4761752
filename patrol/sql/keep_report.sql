-- A report with all that belongs to it, or nothing of it where its id is taken: attempts at the same moment wait at its key
-- for the first and then find it taken. `is_claimed` is false where the assignment is no longer open.
WITH report AS (
    INSERT INTO patrol_report (
        id, kind, content_sha256, site_id, volunteer_id, assignment_id, campaign_id, fix, accuracy_m, fix_at, arrived_at,
        finished_at, received_at, clock_offset_s, condition_id, answers, note, channel, irregularities, payload
    )
    VALUES (
        %(report)s::uuid, %(kind)s::text, %(content)s::text, %(site)s::uuid, %(volunteer)s::uuid, %(assignment)s::uuid,
        %(campaign)s::uuid, ST_SetSRID(ST_MakePoint(%(longitude)s::float8, %(latitude)s::float8), 4326),
        %(accuracy_m)s::float8, %(fix_at)s::timestamptz, %(arrived_at)s::timestamptz, %(finished_at)s::timestamptz,
        %(at)s::timestamptz, %(clock_offset_s)s::float8, %(condition)s::text, %(answers)s::jsonb, %(note)s::text,
        %(channel)s::text, %(irregularities)s::jsonb, %(payload)s::jsonb
    )
    ON CONFLICT (id) DO NOTHING
    RETURNING id
),
claimed AS (
    UPDATE patrol_assignment SET status = 'reported'
    FROM report
    WHERE patrol_assignment.id = %(assignment)s::uuid AND patrol_assignment.status = 'open'
    RETURNING patrol_assignment.id
),
files AS (
    INSERT INTO patrol_photofile AS known (
        sha256, file, size, content_type, received_at, facts, thumbnail, display, error
    )
    SELECT
        one.sha256, one.file, one.size, one.content_type, CASE WHEN one.file <> '' THEN %(at)s::timestamptz END,
        '{}', '', '', ''
    FROM report, jsonb_to_recordset(%(files)s::jsonb) AS one (sha256 text, file text, size int, content_type text)
    -- In one order: two reports with the same photos must not wait for each other.
    ORDER BY one.sha256
    -- A photo only named so far becomes one that is here; one that is here stays as it is.
    ON CONFLICT (sha256) DO UPDATE
    SET file = excluded.file, size = excluded.size, content_type = excluded.content_type,
        received_at = excluded.received_at
    WHERE known.received_at IS NULL AND excluded.received_at IS NOT NULL
),
photos AS (
    INSERT INTO patrol_photo (id, report_id, file_id, role, position, fix, accuracy_m, taken_at)
    SELECT
        one.id, report.id, one.sha256, one.role, one.position,
        ST_SetSRID(ST_MakePoint(one.longitude, one.latitude), 4326), one.accuracy_m, one.taken_at
    FROM report, jsonb_to_recordset(%(photos)s::jsonb) AS one (
        id uuid, sha256 text, role text, position int, longitude float8, latitude float8, accuracy_m float8,
        taken_at timestamptz
    )
),
awaited AS (
    INSERT INTO patrol_awaitedphoto (report_id, file_id, received_bytes, moved_at)
    SELECT report.id, sha256, 0, %(at)s::timestamptz FROM report, unnest(%(awaited)s::text[]) AS sha256
),
findings AS (
    INSERT INTO patrol_finding (id, report_id, kind_id, severity, note, position)
    SELECT one.id, report.id, one.kind, one.severity, one.note, one.position
    FROM report, jsonb_to_recordset(%(findings)s::jsonb) AS one (
        id uuid, kind text, severity int, note text, position int
    )
),
review AS (
    INSERT INTO patrol_review (
        report_id, state, version, band, needs_person, max_severity, photos, irregularities, reason
    )
    SELECT id, 'pending', 0, '', TRUE, %(max_severity)s::int, %(photos_are)s::text, '[]', '' FROM report
),
audit AS (
    INSERT INTO core_auditentry (id, at, by_id, verb, target, target_id, change)
    SELECT
        %(audit)s::uuid, %(at)s::timestamptz, %(by)s::uuid, 'submit_report', 'patrol.Report', id::text, %(change)s::jsonb
    FROM report
)
SELECT
    EXISTS (SELECT FROM report) AS is_kept,
    EXISTS (SELECT FROM claimed) AS is_claimed,
    -- As it was before: photos that came with an earlier report may have been looked at.
    (
        SELECT json_object_agg(sha256, error)
        FROM patrol_photofile
        WHERE inspected_at IS NOT NULL AND sha256 IN (
            SELECT one.sha256 FROM jsonb_to_recordset(%(photos)s::jsonb) AS one (sha256 text)
        )
    ) AS inspected
