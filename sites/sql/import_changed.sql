UPDATE sites_site s SET
    unit_id = coalesce(u.id, s.unit_id), name_zh = coalesce(r.name_zh, s.name_zh), name_en = coalesce(r.name_en, s.name_en),
    level_id = coalesce(r.level_id, s.level_id), category_id = coalesce(r.category_id, s.category_id),
    district_id = coalesce(r.district_id, s.district_id), division_id = coalesce(r.division_id, s.division_id),
    condition_id = coalesce(r.condition_id, s.condition_id), era_bucket_id = coalesce(r.era_bucket_id, s.era_bucket_id),
    era_zh = coalesce(r.era_zh, s.era_zh), era_en = coalesce(r.era_en, s.era_en),
    address_zh = coalesce(r.address_zh, s.address_zh), owner = coalesce(r.owner, s.owner),
    used_by = coalesce(r.used_by, s.used_by), access_note = coalesce(r.access_note, s.access_note),
    safety_note = coalesce(r.safety_note, s.safety_note), summary_zh = coalesce(r.summary_zh, s.summary_zh),
    summary_en = coalesce(r.summary_en, s.summary_en), open_to = coalesce(r.open_to, s.open_to),
    is_difficult = coalesce(r.is_difficult, s.is_difficult), visit_minutes = coalesce(r.visit_minutes, s.visit_minutes),
    geom = coalesce(r.geom, s.geom), geom_accuracy_m = coalesce(r.geom_accuracy_m, s.geom_accuracy_m),
    given_position = CASE WHEN r.geom IS NULL THEN s.given_position ELSE coalesce(r.given_position, '') END,
    given_datum = CASE WHEN r.geom IS NULL THEN s.given_datum ELSE %(datum)s END,
    datum_basis = CASE WHEN r.geom IS NULL THEN s.datum_basis ELSE %(basis)s END,
    visibility = coalesce(r.visibility, s.visibility), is_active = true,
    search_text = coalesce(t.text, s.search_text),
    updated_at = %(at)s, updated_by_id = %(by)s, updated_why = %(why)s, updated_in_id = %(batch)s
FROM sites_importrow r LEFT JOIN searched t USING (number) LEFT JOIN sites_protectedunit u ON u.code = r.unit_code
WHERE r.batch_id = %(batch)s AND r.outcome = 'changed' AND s.id = r.site_id AND (%(all)s OR r.findings = '{}')
