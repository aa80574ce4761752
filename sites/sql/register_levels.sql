-- How many sites of each level stood in the register of a day.
WITH register AS (
{register}
)
SELECT level_id, count(*) FROM register GROUP BY level_id
