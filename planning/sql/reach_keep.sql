-- Keeps the rows that changed.
INSERT INTO planning_sitereach (site_id, volunteers, volunteer_m, point_id, point_m)
SELECT * FROM unnest(%(sites)s::uuid[], %(volunteers)s::int[], %(volunteer_m)s::float8[], %(points)s::text[], %(point_m)s::float8[])
ON CONFLICT (site_id) DO UPDATE SET volunteers = excluded.volunteers, volunteer_m = excluded.volunteer_m,
    point_id = excluded.point_id, point_m = excluded.point_m
