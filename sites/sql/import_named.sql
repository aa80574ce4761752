-- Rows that give a site its name: what is searched is made of code and names.
SELECT r.number, r.code, coalesce(r.name_zh, s.name_zh) AS name_zh, coalesce(r.name_en, s.name_en, '') AS name_en
FROM sites_importrow r LEFT JOIN sites_site s ON s.id = r.site_id
WHERE r.batch_id = %(batch)s AND r.outcome IN ('new', 'changed') AND (%(all)s OR r.findings = '{}')
    AND (r.name_zh IS NOT NULL OR r.name_en IS NOT NULL)
