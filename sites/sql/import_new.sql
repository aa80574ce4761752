INSERT INTO sites_site (
    id, code, unit_id, name_zh, name_en, level_id, category_id, district_id, division_id, condition_id, era_bucket_id,
    era_zh, era_en, address_zh, owner, used_by, access_note, safety_note, summary_zh, summary_en, open_to, is_difficult,
    visit_minutes, geom, geom_accuracy_m, given_position, given_datum, datum_basis, visibility, shown_as, is_active,
    created_at, updated_at, updated_by_id, updated_why, updated_in_id, search_text)
SELECT
    r.site_id, r.code, u.id, r.name_zh, coalesce(r.name_en, ''), coalesce(r.level_id, 'unlisted'),
    coalesce(r.category_id, '0600'), r.district_id, r.division_id, r.condition_id, r.era_bucket_id,
    coalesce(r.era_zh, ''), coalesce(r.era_en, ''), coalesce(r.address_zh, ''), coalesce(r.owner, ''),
    coalesce(r.used_by, ''), coalesce(r.access_note, ''), coalesce(r.safety_note, ''), coalesce(r.summary_zh, ''),
    coalesce(r.summary_en, ''), coalesce(r.open_to, 'yes'), coalesce(r.is_difficult, false), coalesce(r.visit_minutes, 30),
    r.geom, coalesce(r.geom_accuracy_m, 100), coalesce(r.given_position, ''), %(datum)s, %(basis)s,
    -- What kind of place it is nobody knows: until somebody says, it is not shown exactly.
    coalesce(r.visibility, CASE WHEN 'category_unknown' = ANY (r.findings) THEN 'cell' ELSE '' END), 'district', true,
    %(at)s, %(at)s, %(by)s, %(why)s, %(batch)s, t.text
FROM sites_importrow r JOIN searched t USING (number) LEFT JOIN sites_protectedunit u ON u.code = r.unit_code
WHERE r.batch_id = %(batch)s AND r.outcome = 'new' AND (%(all)s OR r.findings = '{}')
