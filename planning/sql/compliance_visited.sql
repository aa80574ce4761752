-- On which days each site was visited in a time, by reports that were accepted by then.
SELECT visit.site_id, array_agg((visit.visited_at AT TIME ZONE 'Asia/Shanghai')::date ORDER BY visit.visited_at) AS days
FROM patrol_visit visit
    JOIN patrol_review review ON review.report_id = visit.report_id
    JOIN ({register}) register ON register.id = visit.site_id
WHERE review.decided_at <= %(as_of)s AND visit.visited_at >= %(from_at)s AND visit.visited_at < %(to_at)s
    AND visit.visited_at <= %(as_of)s
GROUP BY visit.site_id
