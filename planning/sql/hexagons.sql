-- Hexagons over the areas with their active sites, those waiting for a visit and those fewer than `least` volunteers reach, as SVG
-- paths in the drawing of `outlines` (its frame: x0, y0, scale). `side_m` is the side in web-mercator metres.
WITH member AS MATERIALIZED (
    SELECT ST_Transform(ST_Centroid(site.geom), 3857) AS place, coalesce(reach.volunteers, 0) AS volunteers,
           planning_status(duty.last_visited_on, duty.due_on, duty.suspended_until, %(today)s::date) AS status
    FROM sites_site site
        JOIN planning_duty duty ON duty.site_id = site.id
        LEFT JOIN planning_sitereach reach ON reach.site_id = site.id
    WHERE site.is_active AND site.district_id = ANY (ARRAY(SELECT code FROM sites_district WHERE code LIKE ANY (%(patterns)s::text[])))
), cell AS (
    SELECT grid.i, grid.j, grid.geom FROM (SELECT ST_SetSRID(ST_Extent(place)::geometry, 3857) AS box FROM member) extent
        CROSS JOIN LATERAL ST_HexagonGrid(%(side_m)s, extent.box) AS grid
)
SELECT cell.i, cell.j, count(*)::int AS sites,
       count(*) FILTER (WHERE status IN ('overdue', 'never'))::int AS waiting,
       count(*) FILTER (WHERE volunteers < %(least)s)::int AS few,
       ST_AsSVG(ST_Affine(cell.geom, %(scale)s, 0, 0, %(scale)s, -%(scale)s * %(x0)s, -%(scale)s * %(y0)s), 1, 1) AS path
FROM cell JOIN member ON ST_Intersects(cell.geom, member.place)
GROUP BY cell.i, cell.j, cell.geom ORDER BY cell.i, cell.j
