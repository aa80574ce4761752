from django.db import migrations

# Whoever closes an organisation holds its row; whoever lets something begin in it waits for that row (FOR SHARE).
WALLS = """
CREATE FUNCTION people_organisation_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
        ('waiting', 'active'), ('waiting', 'refused'), ('active', 'closed'), ('closed', 'active')
    ) THEN
        RAISE EXCEPTION 'an organisation does not go from % to %', OLD.state, NEW.state
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'organisation_moves';
    END IF;
    IF NEW.state = 'closed' AND (
        EXISTS (SELECT FROM people_membership WHERE organisation_id = NEW.id AND state NOT IN ('refused', 'left'))
        OR EXISTS (SELECT FROM people_rolegrant WHERE organisation_id = NEW.id AND revoked_at IS NULL)
        OR EXISTS (SELECT FROM people_organisation WHERE parent_id = NEW.id AND state IN ('waiting', 'active'))
    ) THEN
        RAISE EXCEPTION 'a closed organisation has members, managers or teams'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'organisation_closed_is_empty';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER organisation_moves BEFORE UPDATE OF state ON people_organisation
    FOR EACH ROW EXECUTE FUNCTION people_organisation_moves();

CREATE FUNCTION people_organisation_below_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.parent_id IS NOT NULL AND NEW.state IN ('waiting', 'active') AND EXISTS (
        SELECT FROM people_organisation WHERE id = NEW.parent_id AND state = 'closed' FOR SHARE
    ) THEN
        RAISE EXCEPTION 'an open organisation stands below a closed one'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'organisation_below_open';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER organisation_below_open BEFORE INSERT OR UPDATE OF parent_id, state ON people_organisation
    FOR EACH ROW EXECUTE FUNCTION people_organisation_below_open();

CREATE FUNCTION people_refuse_closed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_organisation text;
BEGIN
    SELECT state INTO of_organisation FROM people_organisation WHERE id = NEW.organisation_id FOR SHARE;
    IF of_organisation = 'closed' THEN
        RAISE EXCEPTION 'nothing begins in a closed organisation'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER membership_of_open_organisation BEFORE INSERT OR UPDATE OF state ON people_membership
    FOR EACH ROW WHEN (NEW.state NOT IN ('refused', 'left')) EXECUTE FUNCTION people_refuse_closed();
CREATE TRIGGER office_of_open_organisation BEFORE INSERT OR UPDATE OF revoked_at ON people_rolegrant
    FOR EACH ROW WHEN (NEW.revoked_at IS NULL AND NEW.organisation_id IS NOT NULL) EXECUTE FUNCTION people_refuse_closed();
"""
NO_WALLS = """
DROP TRIGGER office_of_open_organisation ON people_rolegrant;
DROP TRIGGER membership_of_open_organisation ON people_membership;
DROP FUNCTION people_refuse_closed();
DROP TRIGGER organisation_below_open ON people_organisation;
DROP FUNCTION people_organisation_below_open();
DROP TRIGGER organisation_moves ON people_organisation;
DROP FUNCTION people_organisation_moves();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0011_organisation_closed")]

    operations = [migrations.RunSQL(WALLS, NO_WALLS)]
