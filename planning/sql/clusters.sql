-- Groups of waiting sites near each other: each within %(within_m)s metres of another, at least so many together; their hull,
-- their middle, how many wait and how many of them fewer than `least` volunteers reach. Web-mercator metres are
-- stretched by 1 / cos(latitude); the middle of the areas is near enough for a city.
WITH gap AS MATERIALIZED (
    SELECT site.id, site.district_id, ST_Transform(ST_Centroid(site.geom), 3857) AS place, reach.volunteers
    FROM planning_duty duty
        JOIN sites_site site ON site.id = duty.site_id
        LEFT JOIN planning_sitereach reach ON reach.site_id = site.id
    WHERE site.is_active AND site.district_id = ANY (ARRAY(SELECT code FROM sites_district WHERE code LIKE ANY (%(patterns)s::text[])))
        AND planning_status(duty.last_visited_on, duty.due_on, duty.suspended_until, %(today)s::date) IN ('overdue', 'never')
    LIMIT %(most)s
), stretch AS (
    SELECT 1 / cos(radians(avg(ST_Y(ST_Transform(place, 4326))))) AS ratio FROM gap
), grouped AS (
    SELECT gap.*, ST_ClusterDBSCAN(place, %(within_m)s * stretch.ratio, %(together)s) OVER () AS number FROM gap, stretch
)
SELECT count(*)::int AS sites, count(*) FILTER (WHERE volunteers < %(least)s)::int AS few,
       mode() WITHIN GROUP (ORDER BY district_id) AS district,
       ST_X(ST_Transform(ST_Centroid(ST_Collect(place)), 4326)) AS lon,
       ST_Y(ST_Transform(ST_Centroid(ST_Collect(place)), 4326)) AS lat,
       ST_Length(ST_BoundingDiagonal(ST_Collect(place))) / max(stretch.ratio) AS across_m,
       ST_AsGeoJSON(ST_Transform(ST_Buffer(ST_ConvexHull(ST_Collect(place)), 300), 4326), 5) AS hull,
       array_agg(id ORDER BY id) AS ids
FROM grouped, stretch
WHERE number IS NOT NULL
GROUP BY number ORDER BY sites DESC, lon
LIMIT 40
