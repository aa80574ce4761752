-- How many rows stand behind a number, and what they add up to.
SELECT count(*)::int AS rows, coalesce(sum(told.numerator), 0)::bigint AS numerator,
    coalesce(sum(told.denominator), 0)::bigint AS denominator
FROM ({told}) told
WHERE told.month = %(month)s AND told.district LIKE %(scope)s AND told.detail = %(detail)s AND {which}
