"""Walls in the database: the ways between states, counted places, times that follow their shift, words that stay."""

from django.db import migrations

from core.walls import append_only

MOVES = """
-- The ways of service/logic/states.py; a test compares.
CREATE FUNCTION service_activity_may_move(from_state text, to_state text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT from_state = to_state OR (from_state, to_state) IN (
        ('draft', 'published'), ('draft', 'cancelled'), ('published', 'running'), ('published', 'cancelled'),
        ('running', 'finished'), ('running', 'cancelled'), ('finished', 'running'))
$$;
CREATE FUNCTION service_application_may_move(from_state text, to_state text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT from_state = to_state OR (from_state, to_state) IN (
        ('applied', 'accepted'), ('applied', 'waiting'), ('applied', 'refused'), ('applied', 'cancelled'),
        ('waiting', 'accepted'), ('waiting', 'refused'), ('waiting', 'cancelled'),
        ('accepted', 'checked_in'), ('accepted', 'no_show'), ('accepted', 'refused'), ('accepted', 'cancelled'),
        ('checked_in', 'served'), ('checked_in', 'no_show'), ('no_show', 'checked_in'),
        ('cancelled', 'applied'), ('cancelled', 'accepted'), ('cancelled', 'waiting'))
$$;
CREATE FUNCTION service_activity_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT service_activity_may_move(OLD.state, NEW.state) THEN
        RAISE EXCEPTION 'an activity does not go from % to %', OLD.state, NEW.state
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'activity_moves_as_allowed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER activity_moves_as_allowed BEFORE UPDATE OF state ON service_activity
    FOR EACH ROW EXECUTE FUNCTION service_activity_moves();

-- Nobody is let into a draft, and the time is always the shift's.
CREATE FUNCTION service_application_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.shift_id, NEW.volunteer_id) IS DISTINCT FROM (OLD.shift_id, OLD.volunteer_id) THEN
        RAISE EXCEPTION 'a place belongs to its person and shift'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'application_keeps_person_and_shift';
    END IF;
    IF TG_OP = 'UPDATE' AND NOT service_application_may_move(OLD.state, NEW.state) THEN
        RAISE EXCEPTION 'an application does not go from % to %', OLD.state, NEW.state
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'application_moves_as_allowed';
    END IF;
    SELECT tstzrange(starts_at, ends_at, '[)') INTO NEW.during FROM service_shift WHERE id = NEW.shift_id;
    RETURN NEW;
END $$;
CREATE TRIGGER application_stands BEFORE INSERT OR UPDATE ON service_application
    FOR EACH ROW EXECUTE FUNCTION service_application_stands();
CREATE TRIGGER application_never_deleted BEFORE DELETE ON service_application
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();

CREATE FUNCTION service_takes(state text) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN state IN ('accepted', 'checked_in', 'served', 'no_show') THEN 1 ELSE 0 END
$$;
-- The row of the shift is the lock: of many at once each waits for the one before and then meets shift_quota_never_exceeded.
CREATE FUNCTION service_count_taken() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE more integer := service_takes(NEW.state);
BEGIN
    IF TG_OP = 'UPDATE' THEN
        more := more - service_takes(OLD.state);
    END IF;
    IF more <> 0 THEN
        UPDATE service_shift SET taken = taken + more WHERE id = NEW.shift_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER application_counts AFTER INSERT OR UPDATE OF state ON service_application
    FOR EACH ROW EXECUTE FUNCTION service_count_taken();

CREATE FUNCTION service_shift_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.taken <> 0 OR TG_OP = 'UPDATE' AND NEW.taken <> OLD.taken AND pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'taken places are counted, not written'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'shift_taken_is_counted';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER shift_taken_is_counted BEFORE INSERT OR UPDATE OF taken ON service_shift
    FOR EACH ROW EXECUTE FUNCTION service_shift_stands();

CREATE FUNCTION service_shift_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE service_application SET during = tstzrange(NEW.starts_at, NEW.ends_at, '[)') WHERE shift_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER shift_time_is_its_peoples AFTER UPDATE OF starts_at, ends_at ON service_shift
    FOR EACH ROW WHEN ((OLD.starts_at, OLD.ends_at) IS DISTINCT FROM (NEW.starts_at, NEW.ends_at))
    EXECUTE FUNCTION service_shift_moves();

CREATE FUNCTION service_evaluation_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE about_it record;
BEGIN
    SELECT state, volunteer_id INTO about_it FROM service_application WHERE id = NEW.application_id;
    IF about_it.state <> 'served' THEN
        RAISE EXCEPTION 'only a confirmed service is evaluated'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'evaluation_of_the_served';
    END IF;
    IF (NEW.about = 'activity') <> (NEW.by_id = about_it.volunteer_id) THEN
        RAISE EXCEPTION 'nobody evaluates themselves or for another'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'evaluation_by_its_own_side';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER evaluation_stands BEFORE INSERT ON service_evaluation
    FOR EACH ROW EXECUTE FUNCTION service_evaluation_stands();
"""
UNDO = """
DROP TRIGGER evaluation_stands ON service_evaluation;
DROP TRIGGER shift_time_is_its_peoples ON service_shift;
DROP TRIGGER shift_taken_is_counted ON service_shift;
DROP TRIGGER application_counts ON service_application;
DROP TRIGGER application_never_deleted ON service_application;
DROP TRIGGER application_stands ON service_application;
DROP TRIGGER activity_moves_as_allowed ON service_activity;
DROP FUNCTION service_evaluation_stands();
DROP FUNCTION service_shift_moves();
DROP FUNCTION service_shift_stands();
DROP FUNCTION service_count_taken();
DROP FUNCTION service_takes(text);
DROP FUNCTION service_application_stands();
DROP FUNCTION service_activity_moves();
DROP FUNCTION service_application_may_move(text, text);
DROP FUNCTION service_activity_may_move(text, text);
"""


class Migration(migrations.Migration):
    """Runs after the tables stand."""

    dependencies = [("service", "0001_initial"), ("core", "0003_walls")]

    operations = [
        append_only("service_evaluation"),
        migrations.RunSQL(MOVES, UNDO),
    ]
