SELECT outcome, findings, count(*) AS rows FROM sites_importrow WHERE batch_id = %(batch)s GROUP BY outcome, findings
