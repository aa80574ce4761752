-- What the import changed says again what it said before; the import's own state stays in the history.
WITH before AS (
    SELECT DISTINCT ON (v.site_id) v.site_id, v.geom AS old_geom, was.*
    FROM sites_siteversion v JOIN sites_site s ON s.id = v.site_id
        CROSS JOIN LATERAL jsonb_populate_record(NULL::sites_site, v.state) AS was
    WHERE s.updated_in_id = %(batch)s AND v.valid_to >= %(applied_at)s
    ORDER BY v.site_id, v.valid_to
)
UPDATE sites_site s SET
    unit_id = b.unit_id, name_zh = b.name_zh, name_en = b.name_en, level_id = b.level_id, category_id = b.category_id,
    district_id = b.district_id, division_id = b.division_id, condition_id = b.condition_id, era_bucket_id = b.era_bucket_id,
    era_zh = b.era_zh, era_en = b.era_en, address_zh = b.address_zh, owner = b.owner, used_by = b.used_by,
    access_note = b.access_note, safety_note = b.safety_note, summary_zh = b.summary_zh, summary_en = b.summary_en,
    open_to = b.open_to, is_difficult = b.is_difficult, visit_minutes = b.visit_minutes, geom_accuracy_m = b.geom_accuracy_m,
    given_position = b.given_position, given_datum = b.given_datum, datum_basis = b.datum_basis, visibility = b.visibility,
    is_active = b.is_active, geom = b.old_geom,
    updated_at = %(at)s, updated_by_id = %(by)s, updated_why = %(why)s, updated_in_id = NULL
FROM before b
WHERE s.id = b.site_id
