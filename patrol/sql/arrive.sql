-- Photos whose bytes are on the disk now, of a report whose review is locked; says whether others are still to come.
-- A photo that was only named so far becomes one that is here; one that is here already stays as it is.
WITH arrived AS (
    SELECT * FROM unnest(%(sha256)s::text[], %(file)s::text[], %(size)s::int[], %(content_type)s::text[])
        AS one (sha256, file, size, content_type)
),
files AS (
    UPDATE patrol_photofile
    SET file = arrived.file, size = arrived.size, content_type = arrived.content_type, received_at = %(at)s::timestamptz
    FROM arrived
    WHERE patrol_photofile.sha256 = arrived.sha256 AND patrol_photofile.received_at IS NULL
),
gone AS (
    DELETE FROM patrol_awaitedphoto
    WHERE report_id = %(report)s::uuid AND file_id = ANY(%(sha256)s::text[])
)
SELECT EXISTS (
    SELECT FROM patrol_awaitedphoto WHERE report_id = %(report)s::uuid AND file_id <> ALL(%(sha256)s::text[])
) AS is_awaiting
