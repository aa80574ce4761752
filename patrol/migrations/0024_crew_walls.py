"""Where the policy wants company at difficult sites, no plan sends anybody there alone."""

from django.db import migrations

WALLS = """
CREATE FUNCTION patrol_assignment_planned_in_company() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM sites_site WHERE id = NEW.site_id AND is_difficult) AND coalesce((
        SELECT (policy.values ->> 'safety.company_at_difficult')::float8 > 0 FROM patrol_outingpolicy policy
        WHERE policy.valid_from <= (NEW.made_at AT TIME ZONE 'Asia/Shanghai')::date
        ORDER BY policy.valid_from DESC LIMIT 1
    ), false) THEN
        RAISE EXCEPTION 'assignment_planned_in_company: a plan sends nobody to a difficult site alone'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assignment_planned_in_company
    BEFORE INSERT OR UPDATE OF companion_id, site_id, origin ON patrol_assignment FOR EACH ROW
    WHEN (NEW.status = 'open' AND NEW.origin = 'planned' AND NEW.plan_id IS NOT NULL AND NEW.companion_id IS NULL)
    EXECUTE FUNCTION patrol_assignment_planned_in_company();
"""
UNDO = """
DROP TRIGGER assignment_planned_in_company ON patrol_assignment;
DROP FUNCTION patrol_assignment_planned_in_company();
"""


class Migration(migrations.Migration):
    """Runs after the column stands."""

    dependencies = [
        ("patrol", "0023_crew"),
    ]
    operations = [migrations.RunSQL(WALLS, UNDO)]
