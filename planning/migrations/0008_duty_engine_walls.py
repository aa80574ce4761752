"""The duty on any day: months, seasons, sections, suspensions; today's is kept, in the same transaction as what it follows."""

from django.db import migrations

# The same question of all sites, and of a few by their index: one statement for both would read every site for each report.
OWED = """
    WITH until AS MATERIALIZED (
        -- Today holds everything that is known, also what a phone's clock dates ahead.
        SELECT CASE WHEN day >= planning_today() THEN 'infinity'::timestamptz
            ELSE (day + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' END AS ends
    ), rules AS MATERIALIZED (
        SELECT r.* FROM planning_visitrule r
        WHERE r.valid_from <= day AND (r.valid_to IS NULL OR r.valid_to >= day)
            AND planning_in_season(
                (extract(month FROM day) * 100 + extract(day FROM day))::integer, r.season_from, r.season_to)
    )
    SELECT site.id, visit.last_on, coalesce(rule.days, 365), rule.code, visit.last_on + coalesce(rule.days, 365), pause.to_on
    FROM until CROSS JOIN {wanted}
        JOIN sites_category category ON category.code = site.category_id
        CROSS JOIN LATERAL (
            SELECT (max(v.visited_at) AT TIME ZONE 'Asia/Shanghai')::date AS last_on
            FROM patrol_visit v WHERE v.site_id = site.id AND v.visited_at < until.ends
        ) visit
        LEFT JOIN LATERAL (
            SELECT r.code, planning_interval(visit.last_on, r.interval_days, r.interval_months) AS days FROM rules r
            WHERE site.district_id LIKE r.district_prefix || '%'
                AND r.category IN ('', site.category_id, category.parent_id)
                AND r.level IN ('', site.level_id) AND (r.condition = '' OR r.condition = site.condition_id)
                AND (r.scope = 'level' AND r.value = site.level_id
                    OR r.scope = 'condition' AND r.value = site.condition_id
                    OR r.scope = 'all'
                    OR r.scope = 'section' AND EXISTS (
                        SELECT FROM sites_section s
                        WHERE s.site_id = site.id AND s.is_current AND (r.value = '' OR r.value = 'key' AND s.is_key))
                    OR r.scope = 'hazard' AND EXISTS (
                        SELECT FROM patrol_case c WHERE c.site_id = site.id AND c.severity >= 3
                            AND c.opened_at < until.ends AND (c.closed_at IS NULL OR c.closed_at >= until.ends)))
            ORDER BY 2, 1 LIMIT 1
        ) rule ON true
        LEFT JOIN LATERAL (
            SELECT max(s.to_on) AS to_on FROM planning_suspension s
            WHERE s.site_id = site.id AND day BETWEEN s.from_on AND s.to_on AND (s.lifted_on IS NULL OR day < s.lifted_on)
        ) pause ON true
"""
ALL, SOME = "sites_site site", "unnest(sites) AS wanted (id) JOIN sites_site site ON site.id = wanted.id"
WALLS = """
ALTER TABLE planning_suspension ADD CONSTRAINT suspension_once_at_a_time
    EXCLUDE USING gist (site_id WITH =, daterange(from_on, coalesce(lifted_on, to_on + 1)) WITH &&);

CREATE FUNCTION planning_refuse_forgetting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a suspension is lifted, not changed or deleted'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'suspension_is_kept';
END $$;
CREATE TRIGGER suspension_is_kept_delete BEFORE DELETE ON planning_suspension
    FOR EACH ROW EXECUTE FUNCTION planning_refuse_forgetting();
CREATE TRIGGER suspension_is_kept BEFORE UPDATE ON planning_suspension FOR EACH ROW
    WHEN (OLD.lifted_on IS NOT NULL OR (OLD.site_id, OLD.from_on, OLD.to_on, OLD.reason, OLD.by_id, OLD.at)
        IS DISTINCT FROM (NEW.site_id, NEW.from_on, NEW.to_on, NEW.reason, NEW.by_id, NEW.at))
    EXECUTE FUNCTION planning_refuse_forgetting();

-- Days a rule allows after a visit; `planning.logic.duty.interval_of` says the same.
CREATE FUNCTION planning_interval(last_on date, days integer, months integer) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN months > 0 AND last_on IS NOT NULL
        THEN (last_on + make_interval(months => months))::date - last_on ELSE days END
$$;

-- Whether a day lies in a season; `planning.logic.duty.is_in_season` says the same.
CREATE FUNCTION planning_in_season(here integer, season_from integer, season_to integer) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN season_from = 0 THEN true
        WHEN season_from <= season_to THEN here BETWEEN season_from AND season_to
        ELSE here >= season_from OR here <= season_to END
$$;

-- What was owed to the given sites (NULL: to all) on a day: by the rules, visits, cases and suspensions of that day, and the
-- level, condition, category and sections of now. The strictest rule wins; without any, a year (the county authority's floor,
-- 文物督发〔2011〕21号).
CREATE FUNCTION planning_duty_on(sites uuid[], day date)
RETURNS TABLE (site_id uuid, last_visited_on date, interval_days integer, rule_id varchar, due_on date, suspended_until date)
LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
BEGIN
    IF sites IS NULL THEN
        RETURN QUERY {owed_by_all};
    ELSE
        RETURN QUERY {owed_by_some};
    END IF;
END $$;

CREATE OR REPLACE FUNCTION planning_refresh_duty(sites uuid[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO planning_duty AS duty (site_id, last_visited_on, interval_days, rule_id, due_on, suspended_until)
    SELECT * FROM planning_duty_on(sites, planning_today()) owed
        (site_id, last_visited_on, interval_days, rule_id, due_on, suspended_until)
    ON CONFLICT (site_id) DO UPDATE SET
        last_visited_on = excluded.last_visited_on, interval_days = excluded.interval_days,
        rule_id = excluded.rule_id, due_on = excluded.due_on, suspended_until = excluded.suspended_until
    WHERE (duty.last_visited_on, duty.interval_days, duty.rule_id, duty.due_on, duty.suspended_until)
        IS DISTINCT FROM (excluded.last_visited_on, excluded.interval_days, excluded.rule_id, excluded.due_on,
            excluded.suspended_until)
$$;

-- Everything with a `site_id` that a duty follows.
CREATE TRIGGER planning_duty_on_suspension AFTER INSERT ON planning_suspension
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION planning_visit_changed();
CREATE TRIGGER planning_duty_on_lifting AFTER UPDATE ON planning_suspension
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION planning_visit_changed();
CREATE TRIGGER planning_duty_on_section_cut AFTER INSERT ON sites_section
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION planning_visit_changed();
CREATE TRIGGER planning_duty_on_section AFTER UPDATE ON sites_section
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION planning_visit_changed();
"""
WALLS = WALLS.replace("{owed_by_all}", OWED.replace("{wanted}", ALL)).replace(
    "{owed_by_some}", OWED.replace("{wanted}", SOME)
)
UNDO = """
DROP TRIGGER planning_duty_on_section ON sites_section;
DROP TRIGGER planning_duty_on_section_cut ON sites_section;
DROP TRIGGER planning_duty_on_lifting ON planning_suspension;
DROP TRIGGER planning_duty_on_suspension ON planning_suspension;
CREATE OR REPLACE FUNCTION planning_refresh_duty(sites uuid[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO planning_duty AS duty (site_id, last_visited_on, interval_days, rule_id, due_on)
    SELECT site.id, visit.last_on, coalesce(rule.interval_days, 365), rule.code,
           visit.last_on + coalesce(rule.interval_days, 365)
    FROM sites_site site
        JOIN sites_category category ON category.code = site.category_id
        CROSS JOIN LATERAL (
            SELECT (max(visited_at) AT TIME ZONE 'Asia/Shanghai')::date AS last_on
            FROM patrol_visit WHERE site_id = site.id
        ) visit
        LEFT JOIN LATERAL (
            SELECT code, interval_days FROM planning_visitrule r
            WHERE r.valid_from <= planning_today() AND (r.valid_to IS NULL OR r.valid_to >= planning_today())
                AND site.district_id LIKE r.district_prefix || '%'
                AND r.category IN ('', site.category_id, category.parent_id)
                AND (r.scope = 'level' AND r.value = site.level_id
                    OR r.scope = 'condition' AND r.value = site.condition_id
                    OR r.scope = 'hazard' AND EXISTS (
                        SELECT FROM patrol_case c WHERE c.site_id = site.id AND c.severity >= 3 AND c.closed_at IS NULL))
            ORDER BY r.interval_days, r.code LIMIT 1
        ) rule ON true
    WHERE sites IS NULL OR site.id IN (SELECT unnest(sites))
    ON CONFLICT (site_id) DO UPDATE SET
        last_visited_on = excluded.last_visited_on, interval_days = excluded.interval_days,
        rule_id = excluded.rule_id, due_on = excluded.due_on
    WHERE (duty.last_visited_on, duty.interval_days, duty.rule_id, duty.due_on)
        IS DISTINCT FROM (excluded.last_visited_on, excluded.interval_days, excluded.rule_id, excluded.due_on)
$$;
DROP FUNCTION planning_duty_on(uuid[], date);
DROP FUNCTION planning_in_season(integer, integer, integer);
DROP FUNCTION planning_interval(date, integer, integer);
DROP TRIGGER suspension_is_kept ON planning_suspension;
DROP TRIGGER suspension_is_kept_delete ON planning_suspension;
DROP FUNCTION planning_refuse_forgetting();
ALTER TABLE planning_suspension DROP CONSTRAINT suspension_once_at_a_time;
"""


class Migration(migrations.Migration):
    """Runs after the tables stand."""

    dependencies = [("planning", "0007_duty_engine"), ("patrol", "0007_outings"), ("sites", "0006_imports")]
    operations = [migrations.RunSQL(WALLS, UNDO)]
