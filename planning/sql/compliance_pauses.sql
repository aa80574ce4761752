-- The suspensions that touch a period, as they were known: one lifted later was not yet.
SELECT pause.id, pause.site_id, register.code, register.name_zh, register.name_en, register.level_id,
    register.district_id, pause.from_on, pause.reason,
    CASE WHEN pause.lifted_on <= %(known_on)s THEN pause.lifted_on - 1 ELSE pause.to_on END AS to_on
FROM planning_suspension pause JOIN ({register}) register ON register.id = pause.site_id
WHERE pause.at <= %(as_of)s AND pause.from_on <= %(to_on)s AND pause.to_on >= %(from_on)s
    AND (pause.lifted_on IS NULL OR pause.lifted_on > %(known_on)s OR pause.lifted_on > greatest(pause.from_on, %(from_on)s))
ORDER BY register.code, pause.from_on
