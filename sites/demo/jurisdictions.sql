-- Every district a section runs through answers for it; where two do, each has a side. Which, the demo does not know.
INSERT INTO sites_jurisdiction (section_id, district_id, side)
SELECT section_id, code, CASE WHEN parts = 1 THEN 'both' WHEN place = 1 THEN 'left' ELSE 'right' END
FROM (
    SELECT section.id AS section_id, district.code, count(*) OVER each AS parts,
           row_number() OVER (PARTITION BY section.id ORDER BY district.code) AS place
    FROM sites_section section JOIN sites_district district ON ST_Intersects(district.geom, section.geom)
    WINDOW each AS (PARTITION BY section.id)
) found
WHERE place <= 2 AND NOT EXISTS (SELECT FROM sites_jurisdiction j WHERE j.section_id = found.section_id)
