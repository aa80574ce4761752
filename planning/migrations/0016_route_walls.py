"""A route given to its walkers stays as they were told it."""

from django.db import migrations

WALLS = """
CREATE FUNCTION planning_route_is_given() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM planning_route WHERE id IN (OLD.route_id, NEW.route_id) AND given_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'the route was given to its walkers: % of its stops refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'route_given_stays';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER route_given_stays BEFORE INSERT OR UPDATE OR DELETE ON planning_routestop
    FOR EACH ROW EXECUTE FUNCTION planning_route_is_given();
"""
UNDO = "DROP TRIGGER route_given_stays ON planning_routestop; DROP FUNCTION planning_route_is_given();"


class Migration(migrations.Migration):
    """Runs after the tables stand."""

    dependencies = [
        ("planning", "0015_routes_and_posts"),
    ]
    operations = [migrations.RunSQL(WALLS, UNDO)]
