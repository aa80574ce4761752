CREATE TEMPORARY TABLE IF NOT EXISTS incoming (
    number integer NOT NULL, fresh_id uuid NOT NULL, findings text[] NOT NULL, code text NOT NULL,
    unit_code text, unit_name text, name_zh text, name_en text, era_zh text, era_en text, address_zh text, owner text,
    used_by text, access_note text, safety_note text, summary_zh text, summary_en text,
    level_text text, level_id text, category_text text, category_id text, condition_text text, condition_id text,
    era_bucket_id text, district_text text, district_id text, covered_by text, division_id text, open_to text,
    is_difficult boolean, visit_minutes integer, geom_accuracy_m integer, visibility text, given_position text,
    geom geometry(Geometry, 4326), spot bigint NOT NULL
)
