-- The months asked for, in Asia/Shanghai, each until its end or until what is known: `months` in the statements of indicators.
SELECT first::date AS month, first AT TIME ZONE 'Asia/Shanghai' AS since,
    least((first + interval '1 month') AT TIME ZONE 'Asia/Shanghai', %(as_of)s) AS until
FROM generate_series(%(from_on)s::date::timestamp, %(to_on)s::date::timestamp, interval '1 month') first
