-- Photos of accepted reports in series, the earliest first: one for each photo point, one for each other kind of view.
-- A photo belongs to the nearest photo point of its site within 40 m of its own fix (else the report's), if it looks there:
-- where the camera said its direction, at most 60 degrees beside the point's bearing.
SELECT photo.id, photo.file_id, photo.role, file.display, file.thumbnail, report.id AS report_id, report.site_id, report.finished_at,
    condition.label_zh AS condition_zh, condition.label_en AS condition_en,
    CASE WHEN photo.role IN ('far', 'near') THEN point.id END AS point_id, point.number, point.name
FROM patrol_photo photo
    JOIN patrol_report report ON report.id = photo.report_id
    JOIN patrol_review review ON review.report_id = report.id
    JOIN patrol_photofile file ON file.sha256 = photo.file_id
    JOIN sites_condition condition ON condition.code = report.condition_id
    LEFT JOIN LATERAL (
        SELECT p.id, p.number, p.name FROM sites_photopoint p
        WHERE p.site_id = report.site_id AND p.is_active AND photo.role = 'far'
            AND ST_DWithin(p.geom::geography, coalesce(photo.fix, report.fix)::geography, 40)
            AND (p.bearing_deg IS NULL OR file.facts->>'direction_deg' IS NULL OR
                abs(mod(((file.facts->>'direction_deg')::numeric - p.bearing_deg::numeric + 540), 360) - 180) <= 60)
        ORDER BY p.geom::geography <-> coalesce(photo.fix, report.fix)::geography, p.number LIMIT 1
    ) point ON true
WHERE report.site_id = ANY (%(sites)s::uuid[]) AND review.state = 'accepted' AND photo.role IN ('far', 'near')
    AND file.display <> '' AND file.error = '' AND file.received_at IS NOT NULL
    AND (%(photos)s::uuid[] IS NULL OR photo.id = ANY (%(photos)s::uuid[]))
ORDER BY report.finished_at, photo.position
