-- Lines and areas with what of them was seen ever and since a day (metres, square metres), the largest gap first.
SELECT site.code, site.name_zh, site.name_en, site.district_id AS district, extent.version_id IS NOT NULL AS is_line,
       extent.whole, extent.seen, extent.unknown, extent.last_on,
       coalesce(recent.metres, 0) AS recent
FROM planning_siteextent extent
    JOIN sites_site site ON site.id = extent.site_id
    LEFT JOIN LATERAL (
        SELECT sum(to_m - from_m) AS metres FROM planning_walkedstretch walked
        WHERE walked.version_id = extent.version_id AND walked.last_on >= %(since)s
    ) recent ON true
WHERE extent.site_id = ANY (%(sites)s::uuid[])
ORDER BY is_line DESC, extent.whole - CASE WHEN extent.version_id IS NULL THEN extent.seen ELSE coalesce(recent.metres, 0) END DESC,
         site.code
