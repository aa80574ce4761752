"""A duty repeats what a nation is counted and sorted by; a suspended area is followed by its duties, all at once."""

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
    ), areas AS MATERIALIZED (
        SELECT a.area, a.level, a.to_on FROM planning_areasuspension a
        WHERE day BETWEEN a.from_on AND a.to_on AND (a.lifted_on IS NULL OR day < a.lifted_on)
    )
    SELECT site.id, visit.last_on, coalesce(rule.days, 365), rule.code, visit.last_on + coalesce(rule.days, 365),
        greatest(pause.to_on, (
            SELECT max(a.to_on) FROM areas a WHERE site.district_id LIKE a.area || '%' AND a.level IN ('', site.level_id))),
        site.code, site.district_id, site.level_id, site.is_active
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
DUTIES = """
DROP FUNCTION planning_duty_on(uuid[], date);

-- What was owed to the given sites (NULL: to all) on a day: by the rules, visits, cases and suspensions of that day, and the
-- level, condition, category and sections of now; and the site's own columns. The strictest rule wins; without any, a year (the
-- county authority's floor, 文物督发〔2011〕21号). Of several suspensions, of the site or its area, the latest end counts.
CREATE FUNCTION planning_duty_on(sites uuid[], day date)
RETURNS TABLE (site_id uuid, last_visited_on date, interval_days integer, rule_id varchar, due_on date, suspended_until date,
    site_code varchar, district_id varchar, level_id varchar, is_active boolean)
LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
BEGIN
    IF sites IS NULL THEN
        RETURN QUERY {owed_by_all};
    ELSE
        RETURN QUERY {owed_by_some};
    END IF;
END $$;

-- Some duties are locked before they are computed: whoever waited for another's change then sees it. The duties of all are not.
CREATE OR REPLACE FUNCTION planning_refresh_duty(sites uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF sites IS NOT NULL THEN
        PERFORM FROM planning_duty WHERE site_id IN (SELECT unnest(sites)) ORDER BY site_id FOR UPDATE;
    END IF;
    INSERT INTO planning_duty AS duty (site_id, last_visited_on, interval_days, rule_id, due_on, suspended_until,
        site_code, district_id, level_id, is_active)
    SELECT * FROM planning_duty_on(sites, planning_today()) owed
    ON CONFLICT (site_id) DO UPDATE SET
        last_visited_on = excluded.last_visited_on, interval_days = excluded.interval_days,
        rule_id = excluded.rule_id, due_on = excluded.due_on, suspended_until = excluded.suspended_until,
        site_code = excluded.site_code, district_id = excluded.district_id, level_id = excluded.level_id,
        is_active = excluded.is_active
    WHERE (duty.last_visited_on, duty.interval_days, duty.rule_id, duty.due_on, duty.suspended_until,
            duty.site_code, duty.district_id, duty.level_id, duty.is_active)
        IS DISTINCT FROM (excluded.last_visited_on, excluded.interval_days, excluded.rule_id, excluded.due_on,
            excluded.suspended_until, excluded.site_code, excluded.district_id, excluded.level_id, excluded.is_active);
END $$;

CREATE OR REPLACE FUNCTION planning_site_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched uuid[];
BEGIN
    SELECT array_agg(n.id) INTO touched FROM after n JOIN before o USING (id)
    WHERE (n.level_id, n.condition_id, n.category_id, n.district_id, n.code, n.is_active)
        IS DISTINCT FROM (o.level_id, o.condition_id, o.category_id, o.district_id, o.code, o.is_active);
    IF touched IS NOT NULL THEN
        PERFORM planning_refresh_duty(touched);
    END IF;
    RETURN NULL;
END $$;

UPDATE planning_duty duty SET site_code = site.code, district_id = site.district_id, level_id = site.level_id,
    is_active = site.is_active
FROM sites_site site WHERE site.id = duty.site_id;
"""
DUTIES = DUTIES.replace("{owed_by_all}", OWED.replace("{wanted}", ALL)).replace(
    "{owed_by_some}", OWED.replace("{wanted}", SOME)
)
AREAS = """
ALTER TABLE planning_areasuspension ADD CONSTRAINT areasuspension_once_at_a_time
    EXCLUDE USING gist (area WITH =, level WITH =, daterange(from_on, coalesce(lifted_on, to_on + 1)) WITH &&);
CREATE TRIGGER areasuspension_is_kept_delete BEFORE DELETE ON planning_areasuspension
    FOR EACH ROW EXECUTE FUNCTION planning_refuse_forgetting();
CREATE TRIGGER areasuspension_is_kept BEFORE UPDATE ON planning_areasuspension FOR EACH ROW
    WHEN ((OLD.area, OLD.level, OLD.from_on, OLD.to_on, OLD.reason, OLD.by_id, OLD.at)
        IS DISTINCT FROM (NEW.area, NEW.level, NEW.from_on, NEW.to_on, NEW.reason, NEW.by_id, NEW.at)
        OR OLD.lifted_on IS NOT NULL AND (OLD.lifted_on, OLD.lifted_by_id) IS DISTINCT FROM (NEW.lifted_on, NEW.lifted_by_id))
    EXECUTE FUNCTION planning_refuse_forgetting();

-- Take the suspensions running today over into the duties of an area. Each row is told by its own newest state, so that who
-- suspends another of its sites at the same time is not forgotten; the latest end comes first, so no row is written twice.
CREATE FUNCTION planning_suspend_duties(prefix text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    today date := planning_today();
    pause record;
BEGIN
    UPDATE planning_duty duty SET suspended_until = own.to_on
    FROM planning_suspension own
    WHERE duty.site_id = own.site_id AND today BETWEEN own.from_on AND own.to_on
        AND (own.lifted_on IS NULL OR today < own.lifted_on)
        AND duty.district_id LIKE prefix || '%' AND coalesce(duty.suspended_until < own.to_on, true);
    FOR pause IN
        SELECT area, level, to_on FROM planning_areasuspension
        WHERE today BETWEEN from_on AND to_on AND (lifted_on IS NULL OR today < lifted_on)
            AND (area LIKE prefix || '%' OR prefix LIKE area || '%')
        ORDER BY to_on DESC
    LOOP
        UPDATE planning_duty SET suspended_until = pause.to_on
        WHERE is_active AND pause.level IN ('', level_id) AND coalesce(suspended_until < pause.to_on, true)
            AND district_id = ANY (ARRAY(
                SELECT code FROM sites_district WHERE code LIKE pause.area || '%' AND code LIKE prefix || '%'));
    END LOOP;
END $$;

-- A new day: suspensions that are over leave, those that begin come.
CREATE FUNCTION planning_renew_suspensions() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE planning_duty SET suspended_until = NULL WHERE suspended_until < planning_today();
    PERFORM planning_suspend_duties('');
END $$;

-- Let the duties of an area follow a suspension that was made or lifted. What stands until its last day is asked anew: another
-- suspension may end on that day as well.
CREATE FUNCTION planning_follow_suspension(suspension uuid, prefix text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE pause record;
BEGIN
    SELECT * INTO pause FROM planning_areasuspension WHERE id = suspension;
    IF pause.lifted_on IS NOT NULL THEN
        UPDATE planning_duty SET suspended_until = NULL
        WHERE is_active AND suspended_until = pause.to_on AND pause.level IN ('', level_id)
            AND district_id = ANY (ARRAY(
                SELECT code FROM sites_district WHERE code LIKE pause.area || '%' AND code LIKE prefix || '%'));
    END IF;
    PERFORM planning_suspend_duties(prefix);
END $$;

CREATE FUNCTION planning_area_suspended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM planning_follow_suspension(NEW.id, NEW.area);
    RETURN NULL;
END $$;
-- Where very many sites lie, a worker follows city by city (`planning.actions.area_suspensions.follow_suspension`).
CREATE TRIGGER planning_duty_on_area_suspended AFTER INSERT ON planning_areasuspension
    FOR EACH ROW WHEN (NEW.is_followed) EXECUTE FUNCTION planning_area_suspended();
CREATE TRIGGER planning_duty_on_area_lifted AFTER UPDATE ON planning_areasuspension
    FOR EACH ROW WHEN (NEW.is_followed AND OLD.lifted_on IS DISTINCT FROM NEW.lifted_on)
    EXECUTE FUNCTION planning_area_suspended();
"""


class Migration(migrations.Migration):
    """Runs after the tables stand."""

    dependencies = [("planning", "0019_area_suspension"), ("patrol", "0007_outings"), ("sites", "0007_line_follows")]
    operations = [
        migrations.RunSQL(DUTIES),
        migrations.RunSQL(AREAS),
    ]
