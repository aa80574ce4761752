-- Rows whose outcome no longer holds: the register changed between the check and now.
SELECT count(*)
FROM sites_importrow r JOIN sites_site s ON s.code = r.code
WHERE r.batch_id = %(batch)s AND (r.outcome = 'new' OR r.outcome = 'changed' AND s.updated_at > %(checked_at)s)
