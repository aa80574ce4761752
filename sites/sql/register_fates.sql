-- How many sites are new, changed or taken out since an instant.
WITH past AS (
    SELECT DISTINCT ON (site_id) site_id, (state->>'is_active')::boolean AS was_active FROM sites_siteversion
    WHERE valid_to > %(at)s ORDER BY site_id, valid_to
)
SELECT
    count(*) FILTER (WHERE site.is_active AND (site.created_at > %(at)s OR NOT past.was_active)) AS new,
    count(*) FILTER (WHERE site.is_active AND site.created_at <= %(at)s AND past.was_active) AS changed,
    count(*) FILTER (WHERE NOT site.is_active AND site.created_at <= %(at)s AND past.was_active) AS retired
FROM sites_site site LEFT JOIN past ON past.site_id = site.id
WHERE site.created_at > %(at)s OR past.site_id IS NOT NULL
