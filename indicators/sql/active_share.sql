-- Volunteers, and whether any service of theirs in the month was verified.
SELECT month.month, volunteer.district, '{}'::text[] AS details, volunteer.organisation_id,
    (served.volunteer_id IS NOT NULL)::int AS numerator, 1 AS denominator, volunteer.user_id AS person,
    'volunteer' AS source, volunteer.user_id::text AS key, served.last_at AS at
FROM ({volunteers}) volunteer
    JOIN ({months}) month ON volunteer.joined_on < (month.month + interval '1 month')
    LEFT JOIN (
        SELECT volunteer_id, month, max(ended_at) AS last_at FROM ({services}) service GROUP BY 1, 2
    ) served ON served.volunteer_id = volunteer.user_id AND served.month = month.month
