-- Sites of the import that somebody changed since.
SELECT count(DISTINCT site_id) FROM sites_siteversion
WHERE valid_to > %(applied_at)s AND state ->> 'updated_in_id' = %(batch_text)s
