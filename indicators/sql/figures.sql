-- The parts of an indicator's number by month, area (everywhere, province, city, district) and detail.
SELECT told.month, area.scope, told.detail, sum(told.numerator)::bigint AS numerator, sum(told.denominator)::bigint AS denominator,
    count(DISTINCT told.person)::int AS persons, count(*)::int AS rows
FROM ({told}) told CROSS JOIN LATERAL (
    SELECT DISTINCT scope FROM unnest(ARRAY['', left(told.district, 2), left(told.district, 4), left(told.district, 6)]) scope
) area
WHERE told.month BETWEEN %(from_on)s AND %(to_on)s
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3
