INSERT INTO sites_protectedunit (id, code, name_zh, name_en, level_id, batch)
SELECT gen_random_uuid(), unit_code, coalesce(max(unit_name), unit_code), '', NULL, ''
FROM sites_importrow
WHERE batch_id = %(batch)s AND unit_code IS NOT NULL AND outcome IN ('new', 'changed') AND (%(all)s OR findings = '{}')
GROUP BY unit_code
ON CONFLICT (code) DO NOTHING
