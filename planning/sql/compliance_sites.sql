-- The sites of an area as they stood, with whether they are cut into sections (of today), by code.
SELECT register.*, coalesce(category.parent_id, '') AS parent_category,
    EXISTS (SELECT FROM sites_section s WHERE s.site_id = register.id AND s.is_current) AS has_sections,
    EXISTS (SELECT FROM sites_section s WHERE s.site_id = register.id AND s.is_current AND s.is_key) AS has_key_section
FROM ({register}) register JOIN sites_category category ON category.code = register.category_id
ORDER BY register.code
