-- Counts sites by web-mercator cell, once at the deepest zoom and from there upwards; a cell is a tile `cell_zooms`
-- further in. Public rows stand where the public sees the site (none for sites known by district only), the others
-- where it truly is. The cell's place is the mean of its members, so it always lies inside the cell.
WITH member AS (
    SELECT site.district_id AS district, site.level_id AS level, coalesce(category.parent_id, category.code) AS category,
           planning_status(duty.last_visited_on, duty.due_on, duty.suspended_until, %(on)s) AS status,
           seen.is_public, ST_X(seen.place) AS lon, ST_Y(seen.place) AS lat
    FROM sites_site site
        JOIN sites_category category ON category.code = site.category_id
        LEFT JOIN planning_duty duty ON duty.site_id = site.id
        CROSS JOIN LATERAL (
            VALUES (true, ST_Centroid(site.shown_geom)), (false, ST_Centroid(site.geom))
        ) AS seen (is_public, place)
    WHERE site.is_active AND seen.place IS NOT NULL AND abs(ST_Y(seen.place)) < 85
), deepest AS (
    SELECT district, level, category, status, is_public,
           floor((lon + 180) / 360 * (1 << (%(deepest)s + %(cell_zooms)s)))::int AS x,
           floor((1 - ln(tan(radians(lat)) + 1 / cos(radians(lat))) / pi()) / 2
                 * (1 << (%(deepest)s + %(cell_zooms)s)))::int AS y,
           count(*) AS sites, sum(lon) AS lon, sum(lat) AS lat
    FROM member
    GROUP BY 1, 2, 3, 4, 5, 6, 7
)
INSERT INTO planning_statuscell (zoom, x, y, district_code, level, category, status, is_public, sites, geom)
SELECT zoom, x >> (%(deepest)s - zoom), y >> (%(deepest)s - zoom), district, level, category, status, is_public,
       sum(sites), ST_SetSRID(ST_MakePoint(sum(lon) / sum(sites), sum(lat) / sum(sites)), 4326)
FROM deepest CROSS JOIN generate_series(0, %(deepest)s) AS zoom
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
