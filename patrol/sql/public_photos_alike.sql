-- Photos of other citizens' reports, and of volunteers' reports, that look like one: by the four band indexes, as in
-- similar_photos.sql.
WITH banded AS (
    SELECT sha256, phash FROM patrol_photofile
    WHERE (phash & 65535) = ANY (%(band_0)s::bigint[]) AND bit_count((phash # %(phash)s)::bit(64)) <= %(distance)s
    UNION
    SELECT sha256, phash FROM patrol_photofile
    WHERE ((phash >> 16) & 65535) = ANY (%(band_1)s::bigint[]) AND bit_count((phash # %(phash)s)::bit(64)) <= %(distance)s
    UNION
    SELECT sha256, phash FROM patrol_photofile
    WHERE ((phash >> 32) & 65535) = ANY (%(band_2)s::bigint[]) AND bit_count((phash # %(phash)s)::bit(64)) <= %(distance)s
    UNION
    SELECT sha256, phash FROM patrol_photofile
    WHERE ((phash >> 48) & 65535) = ANY (%(band_3)s::bigint[]) AND bit_count((phash # %(phash)s)::bit(64)) <= %(distance)s
), alike AS MATERIALIZED (
    SELECT sha256, bit_count((phash # %(phash)s)::bit(64)) AS bits FROM banded ORDER BY bits LIMIT 300
)
SELECT 'public' AS source, photo.report_id::text AS report, alike.bits
FROM alike JOIN patrol_publicphoto photo ON photo.file_id = alike.sha256
WHERE photo.report_id <> %(report)s
UNION
SELECT 'volunteer', photo.report_id::text, alike.bits
FROM alike JOIN patrol_photo photo ON photo.file_id = alike.sha256
ORDER BY bits, report LIMIT %(most)s
