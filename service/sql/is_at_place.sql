-- Whether a position lies within the circle around an activity's place (the site's own geometry, exactly), given how vague it is.
SELECT ST_DWithin(
    coalesce(activity.geom, point.geom, site.geom)::geography,
    ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326)::geography,
    activity.radius_m + %(accuracy_m)s
)
FROM service_activity activity
    LEFT JOIN sites_site site ON site.id = activity.site_id
    LEFT JOIN sites_servicepoint point ON point.code = activity.service_point_id
WHERE activity.id = %(activity)s
