-- How near points (WGS-84, Unix seconds, in the order of time) come to the site of a report, and the seconds they stay within
-- `near_m` of it; where two of them lie more than `gap_s` apart nobody knows what was between.
WITH point AS (
    SELECT place, at_s, ST_Distance(
        site.geom::geography, ST_SetSRID(ST_MakePoint(longitude, latitude), 4326)::geography
    ) AS distance_m
    FROM patrol_report report
        JOIN sites_site site ON site.id = report.site_id
        CROSS JOIN unnest(%(longitudes)s::float8[], %(latitudes)s::float8[], %(times)s::float8[])
            WITH ORDINALITY AS point (longitude, latitude, at_s, place)
    WHERE report.id = %(report)s
),
step AS (
    SELECT distance_m, at_s - lag(at_s) OVER way AS seconds, greatest(distance_m, lag(distance_m) OVER way) AS farther_m
    FROM point WINDOW way AS (ORDER BY place)
)
SELECT min(distance_m) AS nearest_m,
    coalesce(sum(seconds) FILTER (WHERE farther_m <= %(near_m)s AND seconds <= %(gap_s)s), 0) AS near_s
FROM step
