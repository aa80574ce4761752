-- A page of the register of a day, by code, with today's labels.
WITH register AS (
{register}
)
SELECT register.code, name_zh, name_en, level.label_zh, level.label_en, register.district_id, precision,
    ST_X(ST_PointOnSurface(place)), ST_Y(ST_PointOnSurface(place))
FROM register JOIN sites_level level ON level.code = register.level_id
ORDER BY register.code LIMIT %(count)s OFFSET %(first)s
