"""Walls and functions in the database."""

from django.db import migrations

DUTY = """
-- The status of a duty on a day; `planning.logic.duty.status` says the same, and a test holds the two together.
CREATE FUNCTION planning_status(last_visited_on date, due_on date, suspended_until date, today date)
RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN suspended_until >= today THEN 'suspended'
        WHEN last_visited_on IS NULL THEN 'never'
        WHEN due_on < today THEN 'overdue'
        -- A week, or the last third of a short interval: who was there today is not due soon.
        WHEN due_on <= today + least(7, greatest(0, due_on - last_visited_on) / 3) THEN 'due_soon'
        ELSE 'current'
    END
$$;

CREATE FUNCTION planning_today() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date
$$;

-- Recompute what is owed to the given sites (NULL: to all). The strictest rule wins; without any, a year
-- (the county authority's floor, 文物督发〔2011〕21号).
CREATE FUNCTION planning_refresh_duty(sites uuid[]) RETURNS void LANGUAGE sql AS $$
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
    WHERE sites IS NULL OR site.id = ANY (sites)
    ON CONFLICT (site_id) DO UPDATE SET
        last_visited_on = excluded.last_visited_on, interval_days = excluded.interval_days,
        rule_id = excluded.rule_id, due_on = excluded.due_on
    WHERE (duty.last_visited_on, duty.interval_days, duty.rule_id, duty.due_on)
        IS DISTINCT FROM (excluded.last_visited_on, excluded.interval_days, excluded.rule_id, excluded.due_on)
$$;

CREATE FUNCTION planning_visit_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM planning_refresh_duty((SELECT array_agg(DISTINCT site_id) FROM changed));
    RETURN NULL;
END $$;
CREATE TRIGGER planning_duty_on_visit AFTER INSERT ON patrol_visit
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION planning_visit_changed();
CREATE TRIGGER planning_duty_on_case_opened AFTER INSERT ON patrol_case
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION planning_visit_changed();
CREATE TRIGGER planning_duty_on_case AFTER UPDATE ON patrol_case
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION planning_visit_changed();

CREATE FUNCTION planning_site_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM planning_refresh_duty((SELECT array_agg(id) FROM changed));
    RETURN NULL;
END $$;
CREATE TRIGGER planning_duty_on_site_added AFTER INSERT ON sites_site
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION planning_site_added();

CREATE FUNCTION planning_site_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched uuid[];
BEGIN
    SELECT array_agg(n.id) INTO touched FROM after n JOIN before o USING (id)
    WHERE (n.level_id, n.condition_id, n.category_id, n.district_id)
        IS DISTINCT FROM (o.level_id, o.condition_id, o.category_id, o.district_id);
    IF touched IS NOT NULL THEN
        PERFORM planning_refresh_duty(touched);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER planning_duty_on_site_changed AFTER UPDATE ON sites_site
    REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION planning_site_changed();

CREATE FUNCTION planning_rule_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM planning_refresh_duty(NULL);
    RETURN NULL;
END $$;
CREATE TRIGGER planning_duty_on_rule AFTER INSERT OR UPDATE OR DELETE ON planning_visitrule
    FOR EACH STATEMENT EXECUTE FUNCTION planning_rule_changed();
"""
UNDO = """
DROP TRIGGER planning_duty_on_rule ON planning_visitrule;
DROP TRIGGER planning_duty_on_site_changed ON sites_site;
DROP TRIGGER planning_duty_on_site_added ON sites_site;
DROP TRIGGER planning_duty_on_case ON patrol_case;
DROP TRIGGER planning_duty_on_case_opened ON patrol_case;
DROP TRIGGER planning_duty_on_visit ON patrol_visit;
DROP FUNCTION planning_rule_changed();
DROP FUNCTION planning_site_changed();
DROP FUNCTION planning_site_added();
DROP FUNCTION planning_visit_changed();
DROP FUNCTION planning_refresh_duty(uuid[]);
DROP FUNCTION planning_today();
DROP FUNCTION planning_status(date, date, date, date);
"""


class Migration(migrations.Migration):
    """Runs after the tables stand."""

    dependencies = [
        ("planning", "0001_initial"),
        ("patrol", "0003_walls"),
        ("sites", "0002_shown_geom"),
    ]

    operations = [
        migrations.RunSQL(DUTY, UNDO),
    ]
