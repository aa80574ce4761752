-- Photos of earlier reports whose 64-bit hash is at most `distance` bits from `phash`, nearest first, found among any
-- number by the four band indexes (patrol.logic.phash_bands says which values a near hash may have in each band; nothing
-- within `distance` is missed, but past the nearest 300). Only earlier reports: whoever copies must not turn suspicion on the one copied from.
WITH banded AS (
    SELECT phash FROM patrol_photofile
    WHERE (phash & 65535) = ANY (%(band_0)s::bigint[]) AND bit_count((phash # %(phash)s)::bit(64)) <= %(distance)s
    UNION
    SELECT phash FROM patrol_photofile
    WHERE ((phash >> 16) & 65535) = ANY (%(band_1)s::bigint[]) AND bit_count((phash # %(phash)s)::bit(64)) <= %(distance)s
    UNION
    SELECT phash FROM patrol_photofile
    WHERE ((phash >> 32) & 65535) = ANY (%(band_2)s::bigint[]) AND bit_count((phash # %(phash)s)::bit(64)) <= %(distance)s
    UNION
    SELECT phash FROM patrol_photofile
    WHERE ((phash >> 48) & 65535) = ANY (%(band_3)s::bigint[]) AND bit_count((phash # %(phash)s)::bit(64)) <= %(distance)s
), alike AS MATERIALIZED (
    -- The limit tells the planner how few these are, so that it asks the tables below by index and reads none of them.
    SELECT phash FROM banded ORDER BY bit_count((phash # %(phash)s)::bit(64)) LIMIT 300
)
SELECT file.sha256, file.phash, file.thumbnail, earlier.id::text AS report_id,
       earlier.site_id = report.site_id AS is_same_site,
       earlier.site_id = report.site_id OR earlier.volunteer_id = report.volunteer_id AS is_near
FROM alike
    JOIN patrol_photofile file ON file.phash = alike.phash
    JOIN patrol_photo other ON other.file_id = file.sha256
    JOIN patrol_report earlier ON earlier.id = other.report_id
    JOIN patrol_report report ON report.id = %(report)s
WHERE (earlier.received_at, earlier.id) < (report.received_at, report.id)
    AND NOT EXISTS (SELECT FROM patrol_awaitedphoto a WHERE (a.report_id, a.file_id) = (other.report_id, other.file_id))
ORDER BY bit_count((file.phash # %(phash)s)::bit(64)), is_same_site, earlier.received_at DESC, file.sha256
LIMIT %(most)s
