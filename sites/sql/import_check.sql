-- One look at all rows together: what stands twice, what the register says already, where each row leads.
-- Columns that would not change a site are staged as NULL; so applying is a plain coalesce.
INSERT INTO sites_importrow (
    batch_id, number, site_id, outcome, findings, code, unit_code, unit_name, name_zh, name_en, level_text, level_id,
    category_text, category_id, condition_text, condition_id, era_bucket_id, era_zh, era_en, district_text, district_id,
    division_id, address_zh, owner, used_by, open_to, access_note, safety_note, summary_zh, summary_en, is_difficult,
    visit_minutes, geom_accuracy_m, visibility, given_position, geom)
WITH repeated AS MATERIALIZED (
    SELECT i.number
    FROM incoming i JOIN (SELECT code, min(number) AS first FROM incoming GROUP BY code HAVING count(*) > 1) twice USING (code)
    WHERE i.number > twice.first
), crowded AS MATERIALIZED (
    SELECT spot FROM incoming WHERE spot <> 0 AND ST_GeometryType(geom) = 'ST_Point' GROUP BY spot HAVING count(*) >= 3
), namesakes AS MATERIALIZED (
    SELECT district_id, name_zh FROM incoming WHERE name_zh IS NOT NULL AND district_id IS NOT NULL
    GROUP BY district_id, name_zh HAVING min(code) < max(code)
), known_names AS MATERIALIZED (
    SELECT DISTINCT i.number
    FROM incoming i JOIN sites_site o ON o.district_id = i.district_id AND o.name_zh = i.name_zh
    WHERE o.is_active AND o.code <> i.code
), looked AS (
    SELECT i.*, s.id AS old_id, s.is_active AS old_active,
        coalesce(s.id, i.fresh_id) AS site_id,
        -- Looked up in small sets, so that the wide rows stream through and are never sorted or hashed themselves.
        i.number IN (SELECT number FROM repeated) AS is_second,
        i.spot IN (SELECT spot FROM crowded) AND ST_GeometryType(i.geom) = 'ST_Point' AS is_crowded,
        (i.district_id, i.name_zh) IN (SELECT district_id, name_zh FROM namesakes)
            OR s.id IS NULL AND i.number IN (SELECT number FROM known_names) AS has_namesake,
        i.geom IS NOT NULL AND (s.id IS NULL OR NOT (s.geom = i.geom OR sites_same_place(s.geom, i.geom))) AS is_moved,
        i.district_text IS NOT NULL AND i.district_id IS NOT NULL AND i.geom IS NOT NULL
            AND i.covered_by IS DISTINCT FROM i.district_id AND NOT EXISTS (
                SELECT FROM sites_districtpiece p
                WHERE p.district_id = i.district_id AND p.geom && ST_Expand(i.geom, %(tolerance_deg)s)
                    AND ST_DWithin(p.geom::geography, i.geom::geography, %(tolerance_m)s)
            ) AS is_outside,
        s.name_zh AS old_name_zh, s.name_en AS old_name_en, s.level_id AS old_level_id, s.category_id AS old_category_id,
        s.condition_id AS old_condition_id, s.era_bucket_id AS old_era_bucket_id, s.era_zh AS old_era_zh,
        s.era_en AS old_era_en, s.district_id AS old_district_id, s.division_id AS old_division_id,
        s.address_zh AS old_address_zh, s.owner AS old_owner, s.used_by AS old_used_by, s.open_to AS old_open_to,
        s.access_note AS old_access_note, s.safety_note AS old_safety_note, s.summary_zh AS old_summary_zh,
        s.summary_en AS old_summary_en, s.is_difficult AS old_is_difficult, s.visit_minutes AS old_visit_minutes,
        s.geom_accuracy_m AS old_geom_accuracy_m, s.visibility AS old_visibility, u.code AS old_unit_code
    FROM incoming i
        LEFT JOIN sites_site s ON s.code = i.code
        LEFT JOIN sites_protectedunit u ON u.id = s.unit_id
    OFFSET 0 -- a fence: each rule is worked out once for a row
), told AS (
    SELECT *,
        nullif(unit_code, old_unit_code) AS new_unit_code, nullif(name_zh, old_name_zh) AS new_name_zh,
        nullif(name_en, old_name_en) AS new_name_en, nullif(level_id, old_level_id) AS new_level_id,
        nullif(category_id, old_category_id) AS new_category_id, nullif(condition_id, old_condition_id) AS new_condition_id,
        CASE WHEN old_id IS NULL OR %(era_is_stated)s OR era_zh IS DISTINCT FROM old_era_zh
            THEN nullif(era_bucket_id, old_era_bucket_id) END AS new_era_bucket_id,
        nullif(era_zh, old_era_zh) AS new_era_zh, nullif(era_en, old_era_en) AS new_era_en,
        CASE WHEN old_id IS NULL OR is_moved OR district_text IS NOT NULL
            THEN nullif(district_id, old_district_id) END AS new_district_id,
        CASE WHEN old_id IS NULL OR is_moved THEN nullif(division_id, old_division_id) END AS new_division_id,
        nullif(address_zh, old_address_zh) AS new_address_zh, nullif(owner, old_owner) AS new_owner,
        nullif(used_by, old_used_by) AS new_used_by, nullif(open_to, old_open_to) AS new_open_to,
        nullif(access_note, old_access_note) AS new_access_note, nullif(safety_note, old_safety_note) AS new_safety_note,
        nullif(summary_zh, old_summary_zh) AS new_summary_zh, nullif(summary_en, old_summary_en) AS new_summary_en,
        nullif(is_difficult, old_is_difficult) AS new_is_difficult, nullif(visit_minutes, old_visit_minutes) AS new_visit_minutes,
        nullif(geom_accuracy_m, old_geom_accuracy_m) AS new_geom_accuracy_m, nullif(visibility, old_visibility) AS new_visibility,
        CASE WHEN is_moved THEN geom END AS new_geom,
        array_remove(ARRAY[
            CASE WHEN is_second THEN 'duplicate' END,
            CASE WHEN is_crowded THEN 'shared_position' END,
            CASE WHEN has_namesake THEN 'name_repeated' END,
            CASE WHEN is_outside THEN 'outside_district' END,
            CASE WHEN name_zh IS NULL AND old_id IS NULL THEN 'missing_name' END,
            CASE WHEN district_id IS NULL AND old_id IS NULL AND geom IS NOT NULL THEN 'outside_districts' END,
            CASE WHEN NOT (coalesce(district_id, old_district_id, '') LIKE ANY (%(areas)s)
                AND coalesce(old_district_id, district_id, '') LIKE ANY (%(areas)s)) THEN 'not_your_area' END
        ], NULL) AS more
    FROM looked
    OFFSET 0
)
SELECT %(batch)s, number, site_id,
    CASE
        WHEN is_second OR findings && ARRAY['value_too_long'] OR 'not_your_area' = ANY (more) THEN 'refused'
        WHEN old_id IS NULL AND (geom IS NULL OR name_zh IS NULL OR district_id IS NULL) THEN 'refused'
        WHEN old_id IS NULL THEN 'new'
        WHEN NOT old_active OR num_nonnulls(new_unit_code, new_name_zh, new_name_en, new_level_id, new_category_id,
            new_condition_id, new_era_bucket_id, new_era_zh, new_era_en, new_district_id, new_division_id, new_address_zh,
            new_owner, new_used_by, new_open_to, new_access_note, new_safety_note, new_summary_zh, new_summary_en,
            new_is_difficult, new_visit_minutes, new_geom_accuracy_m, new_visibility, new_geom) > 0 THEN 'changed'
        ELSE 'same'
    END,
    -- A site known already need not be told its place or name again.
    CASE WHEN old_id IS NULL THEN findings ELSE array_remove(findings, 'missing_position') END || more,
    code, new_unit_code, unit_name, new_name_zh, new_name_en, level_text, new_level_id, category_text, new_category_id,
    condition_text, new_condition_id, new_era_bucket_id, new_era_zh, new_era_en, district_text, new_district_id,
    new_division_id, new_address_zh, new_owner, new_used_by, new_open_to, new_access_note, new_safety_note, new_summary_zh,
    new_summary_en, new_is_difficult, new_visit_minutes, new_geom_accuracy_m, new_visibility,
    CASE WHEN is_moved THEN given_position END, new_geom
FROM told
