-- The places of the register of a day in a frame, as this viewer may know them.
WITH register AS (
{register}
)
SELECT code, name_zh, name_en, ST_AsGeoJSON(place, 6), precision
FROM register WHERE place && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)
ORDER BY code LIMIT %(limit)s
