-- What the register had said of these sites before, from %(from_at)s on and as far as it was known, the earliest first.
SELECT version.site_id, (version.valid_to AT TIME ZONE 'Asia/Shanghai')::date AS until,
    version.state->>'level_id' AS level_id, version.state->>'condition_id' AS condition_id,
    version.state->>'category_id' AS category_id, version.state->>'district_id' AS district_id,
    (version.state->>'is_active')::boolean AS is_active, coalesce(category.parent_id, '') AS parent_category
FROM sites_siteversion version
    JOIN ({register}) register ON register.id = version.site_id
    JOIN sites_category category ON category.code = version.state->>'category_id'
WHERE version.valid_to > %(from_at)s AND version.valid_to <= %(as_of)s
ORDER BY version.site_id, version.valid_to
