"""A visit rule ends; what it asks is never changed, or what was owed on a past day would change with it."""

from django.db import migrations

KEPT = "scope, value, interval_days, interval_months, district_prefix, category, level, condition, season_from, season_to, valid_from"
WALL = f"""
CREATE FUNCTION planning_visit_rule_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a visit rule is ended, not changed'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'visit_rule_stays';
END $$;
CREATE TRIGGER visit_rule_stays BEFORE UPDATE ON planning_visitrule FOR EACH ROW
    WHEN (({", ".join(f"OLD.{one}" for one in KEPT.split(", "))})
        IS DISTINCT FROM ({", ".join(f"NEW.{one}" for one in KEPT.split(", "))}))
    EXECUTE FUNCTION planning_visit_rule_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("planning", "0017_crew")]

    operations = [
        migrations.RunSQL(
            WALL, "DROP TRIGGER visit_rule_stays ON planning_visitrule; DROP FUNCTION planning_visit_rule_stays();"
        )
    ]
