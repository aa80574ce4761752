-- The sites of an area as the register stood at an instant, retired ones too: {register} in the statements of compliance.
SELECT site.id, site.code, site.created_at, site.updated_at,
    coalesce(past.state->>'name_zh', site.name_zh) AS name_zh,
    coalesce(past.state->>'name_en', site.name_en) AS name_en,
    coalesce(past.state->>'level_id', site.level_id) AS level_id,
    CASE WHEN past.state IS NULL THEN site.condition_id ELSE past.state->>'condition_id' END AS condition_id,
    coalesce(past.state->>'category_id', site.category_id) AS category_id,
    coalesce(past.state->>'district_id', site.district_id) AS district_id,
    coalesce((past.state->>'is_active')::boolean, site.is_active) AS is_active,
    coalesce(past.state->>'open_to', site.open_to) AS open_to,
    coalesce((past.state->>'is_difficult')::boolean, site.is_difficult) AS is_difficult,
    coalesce(past.state->>'shown_as', site.shown_as) AS shown_as
FROM (
    -- Those that lie there now, and those that lay anywhere else or otherwise then: a district is found without reading the nation.
    SELECT id FROM sites_site
    WHERE district_id = ANY (ARRAY(SELECT code FROM sites_district WHERE code LIKE %(pattern)s))
    UNION
    SELECT site_id FROM sites_siteversion WHERE valid_to > %(as_of)s
) candidate JOIN sites_site site ON site.id = candidate.id LEFT JOIN (
    SELECT DISTINCT ON (site_id) site_id, state FROM sites_siteversion
    WHERE valid_to > %(as_of)s ORDER BY site_id, valid_to
) past ON past.site_id = site.id
WHERE site.created_at <= %(as_of)s
    AND coalesce(past.state->>'district_id', site.district_id) LIKE %(pattern)s
    AND (%(level)s = '' OR coalesce(past.state->>'level_id', site.level_id) = %(level)s)
