-- How the findings of %(mine)s resemble each other group of findings of the site: those of one open case, or one finding
-- that is in no case yet and was sent since %(since)s (case_id is null). Distance in metres on the ellipsoid between the
-- places where the damage (else the report) was fixed, the nearest pair; photos of damage and near views by perceptual hash.
WITH placed AS (
    SELECT f.id, f.kind_id, k.parent_id, f.report_id, place.case_id, r.finished_at,
           coalesce(shot.fix, r.fix) AS fix, coalesce(shot.accuracy_m, r.accuracy_m, 0) AS accuracy_m,
           f.id = ANY (%(mine)s::uuid[]) AS is_mine
    FROM patrol_report r
        JOIN patrol_finding f ON f.report_id = r.id
        JOIN patrol_findingkind k ON k.code = f.kind_id
        JOIN patrol_review review ON review.report_id = r.id
        LEFT JOIN patrol_casefinding place ON place.finding_id = f.id
        LEFT JOIN patrol_case c ON c.id = place.case_id
        LEFT JOIN LATERAL (
            SELECT p.fix, p.accuracy_m FROM patrol_photo p
            WHERE p.report_id = r.id AND p.role = 'finding' AND p.fix IS NOT NULL ORDER BY p.position LIMIT 1
        ) shot ON true
    WHERE r.site_id = %(site)s AND (f.id = ANY (%(mine)s::uuid[])
        OR place.case_id IS NOT NULL AND c.closed_at IS NULL AND c.id IS DISTINCT FROM %(case)s::uuid
        OR place.case_id IS NULL AND r.received_at >= %(since)s AND review.state <> 'rejected')
), seen AS (
    SELECT DISTINCT placed.report_id, file.phash
    FROM placed JOIN patrol_photo photo ON photo.report_id = placed.report_id AND photo.role IN ('finding', 'near')
        JOIN patrol_photofile file ON file.sha256 = photo.file_id
    WHERE file.phash IS NOT NULL
), pairs AS (
    SELECT theirs.case_id, CASE WHEN theirs.case_id IS NULL THEN theirs.id END AS finding_id,
           mine.kind_id = theirs.kind_id AS is_same_kind,
           coalesce(mine.parent_id = theirs.parent_id, false) AS is_same_family,
           ST_Distance(mine.fix::geography, theirs.fix::geography) AS distance_m,
           mine.accuracy_m + theirs.accuracy_m AS accuracy_m,
           (SELECT min(bit_count((one.phash # other.phash)::bit(64))) FROM seen one, seen other
            WHERE one.report_id = mine.report_id AND other.report_id = theirs.report_id
                AND mine.report_id <> theirs.report_id) AS photo_bits
    FROM placed mine JOIN placed theirs ON NOT theirs.is_mine
    WHERE mine.is_mine
)
SELECT case_id, finding_id, bool_or(is_same_kind) AS is_same_kind, bool_or(is_same_family) AS is_same_family,
       min(distance_m) AS distance_m, (array_agg(accuracy_m ORDER BY distance_m))[1] AS accuracy_m,
       min(photo_bits)::int AS photo_bits,
       (SELECT ST_Length(ST_BoundingDiagonal(geom)::geography) FROM sites_site WHERE id = %(site)s) AS site_extent_m
FROM pairs GROUP BY case_id, finding_id
