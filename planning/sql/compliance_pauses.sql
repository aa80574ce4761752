-- The suspensions that touch a period, of single sites and of whole areas, as they were known: one lifted later was not yet.
WITH pause AS (
    SELECT id, site_id, NULL AS area, NULL AS level, from_on, to_on, reason, at, lifted_on FROM planning_suspension
    UNION ALL
    SELECT id, NULL, area, level, from_on, to_on, reason, at, lifted_on FROM planning_areasuspension
), known AS (
    SELECT id, site_id, area, level, from_on, reason,
        CASE WHEN lifted_on <= %(known_on)s THEN lifted_on - 1 ELSE to_on END AS to_on
    FROM pause
    WHERE at <= %(as_of)s AND from_on <= %(to_on)s AND to_on >= %(from_on)s
        AND (lifted_on IS NULL OR lifted_on > %(known_on)s OR lifted_on > greatest(from_on, %(from_on)s))
), register AS NOT MATERIALIZED ({register}), found AS (
    SELECT known.*, register.id AS of_site FROM known JOIN register ON register.id = known.site_id
    UNION ALL
    SELECT known.*, register.id FROM known JOIN register
        ON known.site_id IS NULL AND register.district_id LIKE known.area || '%%' AND known.level IN ('', register.level_id)
)
SELECT found.id, register.id AS site_id, register.code, register.name_zh, register.name_en, register.level_id,
    register.district_id, found.from_on, found.reason, found.to_on
FROM found JOIN register ON register.id = found.of_site
ORDER BY register.code, found.from_on
