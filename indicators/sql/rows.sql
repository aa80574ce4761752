-- The rows behind a number, the latest first; `which` narrows them.
SELECT told.source, told.key, told.person::text AS person, told.district, told.at, told.numerator, told.denominator
FROM ({told}) told
WHERE told.month = %(month)s AND told.district LIKE %(scope)s AND told.detail = %(detail)s AND {which}
ORDER BY told.at DESC NULLS LAST, told.source, told.key
