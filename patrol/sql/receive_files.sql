-- Photos that were only named so far and whose bytes are on the disk now; one that is here already stays as it is.
UPDATE patrol_photofile
SET file = arrived.file, size = arrived.size, content_type = arrived.content_type, received_at = %(at)s
FROM unnest(%(sha256)s::text[], %(file)s::text[], %(size)s::int[], %(content_type)s::text[])
    AS arrived (sha256, file, size, content_type)
WHERE patrol_photofile.sha256 = arrived.sha256 AND patrol_photofile.received_at IS NULL
