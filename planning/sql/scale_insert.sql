-- One batch of synthetic sites; level, category and condition follow their number, so that every run is the same.
INSERT INTO sites_site (
    id, code, name_zh, name_en, level_id, category_id, district_id, condition_id, era_zh, era_en, address_zh,
    summary_zh, summary_en, open_to, is_difficult, visit_minutes, geom, geom_accuracy_m, visibility, shown_as,
    is_active, created_at, updated_at,
    owner, used_by, access_note, safety_note, given_position, given_datum, datum_basis, updated_why, search_text
)
SELECT gen_random_uuid(), 'SCALE-' || lpad(number::text, 7, '0'), '压测点' || number, 'Scale site ' || number,
       (ARRAY['national', 'provincial', 'municipal', 'county', 'county', 'unlisted', 'unlisted', 'unlisted'])[1 + number * 7 %% 8],
       (ARRAY['0100', '0200', '0300', '0300', '0300', '0400', '0500', '0500', '0600'])[1 + number * 5 %% 9],
       district, (ARRAY['good', 'fairly_good', 'fair', 'fairly_poor', 'poor'])[1 + number * 3 %% 5],
       '', '', '', '', '', 'yes', false, 30, place, 100, '', 'exact', true, %(at)s, %(at)s,
       '', '', '', '', '', 'wgs84', 'assumed', '', '压测点' || number || ' scale site ' || number || ' scale-' || lpad(number::text, 7, '0')
FROM scale_site
WHERE number > %(after)s AND number <= %(upto)s
ORDER BY number
