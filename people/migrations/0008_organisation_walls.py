from django.conf import settings
from django.db import migrations

# Two moves at a time could make a circle that neither sees: the lock lets one wait for the other.
HIERARCHY = """
CREATE FUNCTION people_organisation_rank(kind text) RETURNS int LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE kind WHEN 'federation' THEN 3 WHEN 'body' THEN 2 ELSE 1 END;
$$;
CREATE FUNCTION people_organisation_no_cycle() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    above record;
BEGIN
    IF NEW.parent_id IS NULL THEN
        RETURN NEW;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('people_organisation'));
    IF EXISTS (
        WITH RECURSIVE up AS (
            SELECT id, parent_id FROM people_organisation WHERE id = NEW.parent_id
            UNION SELECT o.id, o.parent_id FROM people_organisation o JOIN up ON o.id = up.parent_id
        ) SELECT FROM up WHERE id = NEW.id
    ) THEN
        RAISE EXCEPTION 'an organisation stands below itself'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'organisation_no_cycle';
    END IF;
    SELECT kind INTO above FROM people_organisation WHERE id = NEW.parent_id;
    IF people_organisation_rank(above.kind) < people_organisation_rank(NEW.kind) THEN
        RAISE EXCEPTION 'a % stands below a %', NEW.kind, above.kind
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'organisation_below_its_like';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER organisation_no_cycle BEFORE INSERT OR UPDATE OF parent_id, kind ON people_organisation
    FOR EACH ROW EXECUTE FUNCTION people_organisation_no_cycle();
"""
NO_HIERARCHY = """
DROP TRIGGER organisation_no_cycle ON people_organisation;
DROP FUNCTION people_organisation_no_cycle();
DROP FUNCTION people_organisation_rank(text);
"""
MOVES = """
CREATE FUNCTION people_membership_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.organisation_id, NEW.user_id) IS DISTINCT FROM (OLD.organisation_id, OLD.user_id)
        OR NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
            ('invited', 'active'), ('invited', 'refused'), ('applied', 'active'), ('applied', 'refused'), ('applied', 'left'),
            ('active', 'suspended'), ('suspended', 'active'), ('active', 'left'), ('suspended', 'left')
        )
    THEN
        RAISE EXCEPTION 'a membership does not go from % to %', OLD.state, NEW.state
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'membership_moves';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER membership_moves BEFORE UPDATE ON people_membership
    FOR EACH ROW EXECUTE FUNCTION people_membership_moves();
"""
NO_MOVES = "DROP TRIGGER membership_moves ON people_membership; DROP FUNCTION people_membership_moves();"
# Who belongs to an organisation by their profile is its member.
MEMBERS = """
INSERT INTO people_membership (id, organisation_id, user_id, state, words, began_at, joined_at, changed_at, changed_by_id, version)
SELECT gen_random_uuid(), organisation_id, user_id, 'active', '', joined_on, joined_on, joined_on, user_id, 0
FROM people_volunteer WHERE organisation_id IS NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0007_person_walls"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.RunSQL(HIERARCHY, NO_HIERARCHY),
        migrations.RunSQL(MOVES, NO_MOVES),
        migrations.RunSQL(MEMBERS, migrations.RunSQL.noop),
    ]
