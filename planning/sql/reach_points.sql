-- Service points of the areas: the sites they are nearest to, those of them within the catchment, and those that wait for a visit.
SELECT point.code, point.name_zh, point.name_en, point.district_id AS district, point.catchment_m,
       count(site.id)::int AS nearest_to, count(site.id) FILTER (WHERE reach.point_m <= point.catchment_m)::int AS inside,
       count(site.id) FILTER (WHERE reach.point_m <= point.catchment_m
           AND planning_status(duty.last_visited_on, duty.due_on, duty.suspended_until, %(today)s::date)
               IN ('overdue', 'never'))::int AS waiting
FROM sites_servicepoint point
    LEFT JOIN planning_sitereach reach ON reach.point_id = point.code
    LEFT JOIN sites_site site ON site.id = reach.site_id AND site.is_active AND site.district_id = ANY (ARRAY(SELECT code FROM sites_district WHERE code LIKE ANY (%(patterns)s::text[])))
    LEFT JOIN planning_duty duty ON duty.site_id = site.id
WHERE point.is_active AND point.district_id LIKE ANY (%(patterns)s::text[])
GROUP BY 1, 2, 3, 4, 5 ORDER BY waiting DESC, 1
