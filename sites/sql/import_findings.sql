SELECT finding, count(*) AS rows
FROM sites_importrow CROSS JOIN LATERAL unnest(findings) AS finding
WHERE batch_id = %(batch)s
GROUP BY finding
ORDER BY rows DESC, finding
