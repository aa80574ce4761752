"""Refreshes the duties of many sites at once in a time that grows with their number, not with its square."""

from django.db import migrations

# An array is searched from its beginning for every site of the register; a subquery is hashed.
BY_HASH = """
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
"""
BY_ARRAY = BY_HASH.replace("IN (SELECT unnest(sites))", "= ANY (sites)")


class Migration(migrations.Migration):
    """A function, written anew."""

    dependencies = [("planning", "0003_status_cell_tile")]
    operations = [migrations.RunSQL(BY_HASH, BY_ARRAY)]
