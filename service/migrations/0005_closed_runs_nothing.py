from django.db import migrations

WALLS = """
-- Whoever closes the organisation holds its row; whoever publishes waits for it.
CREATE FUNCTION service_activity_of_open() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_organisation text;
BEGIN
    SELECT state INTO of_organisation FROM people_organisation WHERE id = NEW.organisation_id FOR SHARE;
    IF of_organisation = 'closed' THEN
        RAISE EXCEPTION 'a closed organisation publishes nothing'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'activity_of_open_organisation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER activity_of_open_organisation BEFORE INSERT OR UPDATE OF state, organisation_id ON service_activity
    FOR EACH ROW WHEN (NEW.state IN ('published', 'running')) EXECUTE FUNCTION service_activity_of_open();

CREATE FUNCTION service_closed_runs_nothing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM service_activity WHERE organisation_id = NEW.id AND state IN ('published', 'running')) THEN
        RAISE EXCEPTION 'a closed organisation has activities under way'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'organisation_closed_runs_nothing';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER organisation_closed_runs_nothing BEFORE UPDATE OF state ON people_organisation
    FOR EACH ROW WHEN (NEW.state = 'closed') EXECUTE FUNCTION service_closed_runs_nothing();
"""
NO_WALLS = """
DROP TRIGGER organisation_closed_runs_nothing ON people_organisation;
DROP FUNCTION service_closed_runs_nothing();
DROP TRIGGER activity_of_open_organisation ON service_activity;
DROP FUNCTION service_activity_of_open();
"""


class Migration(migrations.Migration):
    dependencies = [("service", "0004_calendar_key_of_people"), ("people", "0012_organisation_closed_walls")]

    operations = [migrations.RunSQL(WALLS, NO_WALLS)]
