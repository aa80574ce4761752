-- How strong the evidence of the visits is and how much service they were, by level and district.
SELECT level_id, district_id, band, count(*)::int AS visits, sum(seconds)::bigint AS seconds
FROM ({visits}) visits GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
