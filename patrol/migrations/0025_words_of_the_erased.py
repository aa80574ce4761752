from django.db import migrations

# What somebody wrote stays; their name in it becomes the pseudonym when they are erased (core_erases: text only).
ERASABLE = """
CREATE OR REPLACE FUNCTION patrol_check_spot_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF core_erases(to_jsonb(OLD), to_jsonb(NEW), TG_RELID) THEN
            RETURN NEW;
        END IF;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NOT EXISTS (SELECT FROM patrol_review WHERE report_id = NEW.report_id AND state = 'accepted') THEN
            RAISE EXCEPTION 'only an accepted report is drawn'
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'spot_check_of_accepted';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR OLD.outcome <> ''
        OR (NEW.report_id, NEW.share, NEW.number, NEW.drawn_at) IS DISTINCT FROM (OLD.report_id, OLD.share, OLD.number, OLD.drawn_at)
        OR NEW.outcome = 'overturned' AND NOT EXISTS (SELECT FROM patrol_overturn WHERE report_id = NEW.report_id) THEN
        RAISE EXCEPTION 'a spot check is answered once and stays'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'spot_check_stays';
    END IF;
    PERFORM patrol_refuse_judge(NEW.by_id, NEW.report_id);
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION patrol_check_appeal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF core_erases(to_jsonb(OLD), to_jsonb(NEW), TG_RELID) THEN
            RETURN NEW;
        END IF;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NOT EXISTS (
            SELECT FROM patrol_report report JOIN patrol_review review ON review.report_id = report.id
            WHERE report.id = NEW.report_id AND report.volunteer_id = NEW.by_id AND review.state = 'rejected'
        ) THEN
            RAISE EXCEPTION 'an appeal is the sender''s, against a rejection'
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'appeal_by_the_sender';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR OLD.outcome <> ''
        OR (NEW.report_id, NEW.by_id, NEW.at, NEW.text) IS DISTINCT FROM (OLD.report_id, OLD.by_id, OLD.at, OLD.text) THEN
        RAISE EXCEPTION 'an appeal is answered once and stays'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'appeal_stays';
    END IF;
    PERFORM patrol_refuse_judge(NEW.decided_by_id, NEW.report_id);
    IF EXISTS (SELECT FROM patrol_overturn WHERE report_id = NEW.report_id AND by_id = NEW.decided_by_id)
        OR EXISTS (SELECT FROM patrol_spotcheck WHERE report_id = NEW.report_id AND by_id = NEW.decided_by_id) THEN
        RAISE EXCEPTION 'who judged before does not judge again'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'second_look_by_somebody_else';
    END IF;
    RETURN NEW;
END $$;
"""
STAYS = """
CREATE OR REPLACE FUNCTION patrol_check_spot_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NOT EXISTS (SELECT FROM patrol_review WHERE report_id = NEW.report_id AND state = 'accepted') THEN
            RAISE EXCEPTION 'only an accepted report is drawn'
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'spot_check_of_accepted';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR OLD.outcome <> ''
        OR (NEW.report_id, NEW.share, NEW.number, NEW.drawn_at) IS DISTINCT FROM (OLD.report_id, OLD.share, OLD.number, OLD.drawn_at)
        OR NEW.outcome = 'overturned' AND NOT EXISTS (SELECT FROM patrol_overturn WHERE report_id = NEW.report_id) THEN
        RAISE EXCEPTION 'a spot check is answered once and stays'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'spot_check_stays';
    END IF;
    PERFORM patrol_refuse_judge(NEW.by_id, NEW.report_id);
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION patrol_check_appeal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NOT EXISTS (
            SELECT FROM patrol_report report JOIN patrol_review review ON review.report_id = report.id
            WHERE report.id = NEW.report_id AND report.volunteer_id = NEW.by_id AND review.state = 'rejected'
        ) THEN
            RAISE EXCEPTION 'an appeal is the sender''s, against a rejection'
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'appeal_by_the_sender';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR OLD.outcome <> ''
        OR (NEW.report_id, NEW.by_id, NEW.at, NEW.text) IS DISTINCT FROM (OLD.report_id, OLD.by_id, OLD.at, OLD.text) THEN
        RAISE EXCEPTION 'an appeal is answered once and stays'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'appeal_stays';
    END IF;
    PERFORM patrol_refuse_judge(NEW.decided_by_id, NEW.report_id);
    IF EXISTS (SELECT FROM patrol_overturn WHERE report_id = NEW.report_id AND by_id = NEW.decided_by_id)
        OR EXISTS (SELECT FROM patrol_spotcheck WHERE report_id = NEW.report_id AND by_id = NEW.decided_by_id) THEN
        RAISE EXCEPTION 'who judged before does not judge again'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'second_look_by_somebody_else';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    """Walls."""

    dependencies = [("patrol", "0024_crew_walls"), ("people", "0007_person_walls")]
    operations = [migrations.RunSQL(ERASABLE, STAYS)]
