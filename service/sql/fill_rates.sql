-- Month by month (Asia/Shanghai) what became of the shifts of some activities: places, people, and how long filling took.
SELECT date_trunc('month', shift.starts_at AT TIME ZONE 'Asia/Shanghai')::date AS month,
    count(*) AS shifts, sum(shift.quota) AS places, sum(shift.taken) AS taken,
    coalesce(sum(came.served), 0) AS served, coalesce(sum(came.missed), 0) AS missed,
    count(shift.filled_at) AS filled,
    (percentile_cont(0.5) WITHIN GROUP (
        ORDER BY extract(epoch FROM shift.filled_at - greatest(activity.published_at, shift.urgent_since))
    ) / 3600)::float AS median_hours,
    count(*) FILTER (WHERE shift.wave > 0) AS urgent
FROM service_shift shift
    JOIN service_activity activity ON activity.id = shift.activity_id
    CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE state = 'served') AS served, count(*) FILTER (WHERE state = 'no_show') AS missed
        FROM service_application WHERE shift_id = shift.id
    ) came
WHERE activity.id = ANY(%(activities)s) AND activity.state IN ('published', 'running', 'finished')
GROUP BY 1 ORDER BY 1 DESC
LIMIT 12
