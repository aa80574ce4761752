-- Volunteers by the month they joined in (their cohort), in each of the twenty-four months after it: whether they served then.
SELECT month.month, volunteer.district, ARRAY[to_char(volunteer.joined_on, 'YYYY-MM')]::text[] AS details,
    NULL::uuid AS organisation_id, (served.volunteer_id IS NOT NULL)::int AS numerator, 1 AS denominator,
    volunteer.user_id AS person, 'volunteer' AS source, volunteer.user_id::text AS key, served.last_at AS at
FROM ({volunteers}) volunteer
    JOIN ({months}) month ON date_trunc('month', volunteer.joined_on) < month.month
        AND date_trunc('month', volunteer.joined_on) >= month.month - interval '24 months'
    LEFT JOIN (
        SELECT volunteer_id, month, max(ended_at) AS last_at FROM ({services}) service GROUP BY 1, 2
    ) served ON served.volunteer_id = volunteer.user_id AND served.month = month.month
