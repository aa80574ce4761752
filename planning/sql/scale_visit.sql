-- Last visits of the batch, said to the duty itself: no report stands behind them, so nothing append-only is made and
-- the sites can be removed again. Five in six were visited within the last half year.
UPDATE planning_duty duty
SET last_visited_on = visit.day, due_on = visit.day + duty.interval_days
FROM sites_site site
    JOIN scale_site scale ON site.code = 'SCALE-' || lpad(scale.number::text, 7, '0')
    CROSS JOIN LATERAL (SELECT %(on)s::date - (scale.number * 37 %% 180)::int AS day) visit
WHERE duty.site_id = site.id AND scale.number > %(after)s AND scale.number <= %(upto)s AND scale.number %% 6 <> 0
