DELETE FROM sites_importrow WHERE batch_id = %(batch)s
