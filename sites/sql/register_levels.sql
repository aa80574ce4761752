-- How many sites of each level stand in the register now, and stood at an instant: today's counts, less what is new or was
-- changed since, plus what those said then. Only what changed is looked at one by one.
WITH past AS (
    SELECT DISTINCT ON (site_id) site_id, state->>'level_id' AS level_id, (state->>'is_active')::boolean AS was_active
    FROM sites_siteversion WHERE valid_to > %(at)s ORDER BY site_id, valid_to
), now AS (
    SELECT level_id, count(*) AS sites FROM sites_site WHERE is_active GROUP BY level_id
), part AS (
    SELECT level_id, sites FROM now
    UNION ALL
    SELECT site.level_id, -count(*) FROM sites_site site LEFT JOIN past ON past.site_id = site.id
    WHERE site.is_active AND (site.created_at > %(at)s OR past.site_id IS NOT NULL) GROUP BY site.level_id
    UNION ALL
    SELECT past.level_id, count(*) FROM past JOIN sites_site site ON site.id = past.site_id
    WHERE past.was_active AND site.created_at <= %(at)s GROUP BY past.level_id
)
SELECT part.level_id AS level, sum(part.sites)::int AS stood, coalesce(max(now.sites), 0)::int AS stand
FROM part LEFT JOIN now ON now.level_id = part.level_id GROUP BY part.level_id
