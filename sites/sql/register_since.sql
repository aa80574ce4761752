-- What became of the register since an instant: sites that are new, changed or taken out, one row each.
WITH past AS (
    SELECT DISTINCT ON (site_id) site_id, state FROM sites_siteversion
    WHERE valid_to > %(at)s ORDER BY site_id, valid_to
), fate AS (
    SELECT site.id, site.code, site.name_zh, site.name_en, site.updated_at, CASE
        WHEN site.is_active AND (site.created_at > %(at)s OR NOT coalesce((past.state->>'is_active')::boolean, true)) THEN 'new'
        WHEN site.created_at > %(at)s THEN NULL
        WHEN NOT site.is_active AND (past.state->>'is_active')::boolean THEN 'retired'
        WHEN site.is_active AND past.site_id IS NOT NULL THEN 'changed'
    END AS fate
    FROM sites_site site LEFT JOIN past ON past.site_id = site.id
    WHERE site.created_at > %(at)s OR past.site_id IS NOT NULL
)
SELECT fate, code, name_zh, name_en, updated_at
FROM fate WHERE fate IS NOT NULL AND (%(fate)s = '' OR fate = %(fate)s)
ORDER BY updated_at DESC, code LIMIT %(limit)s OFFSET %(offset)s
