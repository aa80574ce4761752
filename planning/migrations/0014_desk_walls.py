"""A published plan stays published, and its visits stay as they were told to the volunteers."""

from django.db import migrations

WALLS = """
CREATE FUNCTION planning_plan_published_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'plan_published_stays: a published plan is never taken back' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER plan_published_stays BEFORE UPDATE OF state ON planning_plan FOR EACH ROW
    WHEN (OLD.state = 'published' AND NEW.state <> 'published') EXECUTE FUNCTION planning_plan_published_stays();

CREATE FUNCTION planning_plan_item_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM planning_plan WHERE id = coalesce(NEW.plan_id, OLD.plan_id) AND state = 'published') THEN
        RAISE EXCEPTION 'plan_item_frozen: the visits of a published plan never change' USING ERRCODE = 'check_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER plan_item_frozen BEFORE INSERT OR UPDATE OR DELETE ON planning_planitem FOR EACH ROW
    EXECUTE FUNCTION planning_plan_item_frozen();
"""
UNDO = """
DROP TRIGGER plan_item_frozen ON planning_planitem;
DROP TRIGGER plan_published_stays ON planning_plan;
DROP FUNCTION planning_plan_item_frozen();
DROP FUNCTION planning_plan_published_stays();
"""


class Migration(migrations.Migration):
    """Runs after the tables stand."""

    dependencies = [
        ("planning", "0013_desk"),
    ]
    operations = [migrations.RunSQL(WALLS, UNDO)]
