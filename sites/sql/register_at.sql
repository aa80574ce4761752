-- The register as it stood at an instant: each site with what it said past. Who may know exact places today (`exact`, a
-- condition on today's row) gets the place of then. Others get it only where the site is public now and was then; else
-- today's coarse place, which tells nothing new: the coarse place of then, beside today's, could narrow the true one down.
WITH past AS (
    SELECT DISTINCT ON (site_id) site_id, geom, state FROM sites_siteversion
    WHERE valid_to > %(at)s ORDER BY site_id, valid_to
), stood AS (
    SELECT site.id, site.code, site.created_at, site.shown_geom, site.shown_as,
        coalesce(past.state->>'name_zh', site.name_zh) AS name_zh,
        coalesce(past.state->>'name_en', site.name_en) AS name_en,
        coalesce(past.state->>'level_id', site.level_id) AS level_id,
        coalesce(past.state->>'category_id', site.category_id) AS category_id,
        coalesce(past.state->>'district_id', site.district_id) AS district_id,
        coalesce(past.state->>'visibility', site.visibility) AS visibility,
        coalesce(past.geom, site.geom) AS geom,
        {exact} AS is_known
    FROM sites_site site LEFT JOIN past ON past.site_id = site.id
    WHERE site.created_at <= %(at)s AND coalesce((past.state->>'is_active')::boolean, site.is_active)
), told AS (
    SELECT stood.*,
        is_known OR shown_as = 'exact' AND coalesce(nullif(stood.visibility, ''), category.visibility) = 'exact' AS is_exact
    FROM stood JOIN sites_category category ON category.code = stood.category_id
)
SELECT id, code, name_zh, name_en, level_id, category_id, district_id, is_exact,
    CASE WHEN is_exact THEN 'exact' ELSE shown_as END AS precision,
    CASE WHEN is_exact THEN geom ELSE shown_geom END AS place
FROM told
