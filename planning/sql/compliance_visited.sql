-- On which days each site was visited in a time, by reports that were accepted by then.
SELECT visit.site_id, array_agg((visit.visited_at AT TIME ZONE 'Asia/Shanghai')::date ORDER BY visit.visited_at) AS days
FROM ({known}) visit
    JOIN ({register}) register ON register.id = visit.site_id
WHERE visit.visited_at >= %(from_at)s AND visit.visited_at < %(to_at)s
    AND visit.visited_at <= %(as_of)s
GROUP BY visit.site_id
