WITH gone AS (DELETE FROM planning_duty WHERE site_id IN (SELECT id FROM sites_site WHERE code LIKE 'SCALE-%%'))
DELETE FROM sites_site WHERE code LIKE 'SCALE-%%'
