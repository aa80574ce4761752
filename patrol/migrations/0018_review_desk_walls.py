"""Walls of the desk: who may judge, how many must, what a decision may become, and how a visit leaves."""

from django.db import migrations

from core.walls import append_only

WALLS = """
-- The bodies a person belongs to: as a volunteer and as a manager.
CREATE FUNCTION patrol_bodies_of(person uuid) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
    SELECT organisation_id FROM people_volunteer WHERE user_id = person AND organisation_id IS NOT NULL
    UNION
    SELECT organisation_id FROM people_rolegrant
    WHERE user_id = person AND role = 'manager' AND revoked_at IS NULL AND organisation_id IS NOT NULL
$$;

-- Nobody judges the own report, nor what was entered by hand by themselves or within their own organisation.
CREATE FUNCTION patrol_refuse_partial(person uuid, judged uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM patrol_report WHERE id = judged AND volunteer_id = person) THEN
        RAISE EXCEPTION 'nobody judges the own report'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'review_never_by_the_sender';
    END IF;
    IF EXISTS (
        SELECT FROM patrol_manualentry entry
            JOIN patrol_report report ON report.id = entry.report_id
            LEFT JOIN patrol_campaign campaign ON campaign.id = report.campaign_id
        WHERE entry.report_id = judged AND (entry.filed_by_id = person OR EXISTS (
            SELECT FROM patrol_bodies_of(person) AS body
            WHERE body = campaign.organisation_id
                OR body IN (SELECT patrol_bodies_of(report.volunteer_id))
                OR body IN (SELECT patrol_bodies_of(entry.filed_by_id))))
    ) THEN
        RAISE EXCEPTION 'nobody judges what the own organisation entered by hand'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'review_never_by_the_own_organisation';
    END IF;
END $$;

-- A second look is taken by somebody who did not judge before.
CREATE FUNCTION patrol_refuse_judge(person uuid, judged uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM patrol_refuse_partial(person, judged);
    IF EXISTS (SELECT FROM patrol_opinion WHERE report_id = judged AND by_id = person)
        OR EXISTS (SELECT FROM patrol_review WHERE report_id = judged AND decided_by_id = person) THEN
        RAISE EXCEPTION 'who judged before does not judge again'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'second_look_by_somebody_else';
    END IF;
END $$;

CREATE FUNCTION patrol_check_opinion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM patrol_refuse_partial(NEW.by_id, NEW.report_id);
    IF NOT EXISTS (SELECT FROM patrol_review WHERE report_id = NEW.report_id AND state = 'pending') THEN
        RAISE EXCEPTION 'a decided report takes no vote'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'opinion_before_the_decision';
    END IF;
    IF NEW.number <> 1 + (SELECT count(*) FROM patrol_opinion WHERE report_id = NEW.report_id)
        OR NEW.number = 3 AND NEW.decision NOT IN (SELECT decision FROM patrol_opinion WHERE report_id = NEW.report_id) THEN
        RAISE EXCEPTION 'votes are numbered, and the third chooses between the first two'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'opinion_third_chooses';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER opinion_checked BEFORE INSERT ON patrol_opinion FOR EACH ROW EXECUTE FUNCTION patrol_check_opinion();

-- How many equal votes a report needs by the policy of a day; `patrol.logic.votes.votes_due` says the same.
CREATE FUNCTION patrol_votes_due(severity integer, is_flagged boolean, day date) RETURNS integer LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN is_flagged OR severity >= (rules.values ->> 'second_eyes.severity')::numeric
        THEN (rules.values ->> 'second_eyes.reviewers')::integer ELSE 1 END
    FROM patrol_reviewpolicy rules ORDER BY rules.valid_from <= day DESC,
        CASE WHEN rules.valid_from <= day THEN rules.valid_from END DESC, rules.valid_from LIMIT 1
$$;

CREATE FUNCTION patrol_check_decision() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE due integer;
BEGIN
    IF OLD.state = 'pending' THEN
        PERFORM patrol_refuse_partial(NEW.decided_by_id, NEW.report_id);
        due := patrol_votes_due(NEW.max_severity, NEW.needs_person AND NEW.score IS NOT NULL,
            (NEW.decided_at AT TIME ZONE 'Asia/Shanghai')::date);
        IF due > 1 AND due > (
            SELECT count(*) FROM patrol_opinion vote WHERE vote.report_id = NEW.report_id
                AND vote.decision = CASE NEW.state WHEN 'accepted' THEN 'accept' WHEN 'rejected' THEN 'reject' ELSE NEW.state END
        ) THEN
            RAISE EXCEPTION 'this report needs % equal votes', due
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'review_has_the_votes_due';
        END IF;
    ELSIF NOT (
        OLD.state = 'accepted' AND NEW.state = 'rejected'
            AND EXISTS (SELECT FROM patrol_overturn WHERE report_id = NEW.report_id)
        OR OLD.state = 'rejected' AND NEW.state = 'accepted'
            AND EXISTS (SELECT FROM patrol_appeal WHERE report_id = NEW.report_id AND outcome = 'reversed')
    ) THEN
        RAISE EXCEPTION 'a decision changes only by an overturn or an appeal'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'review_decision_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER review_decision_checked BEFORE UPDATE OF state ON patrol_review FOR EACH ROW
    WHEN (NEW.state IS DISTINCT FROM OLD.state) EXECUTE FUNCTION patrol_check_decision();

CREATE FUNCTION patrol_check_spot_check() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER spot_check_checked BEFORE INSERT OR UPDATE OR DELETE ON patrol_spotcheck
    FOR EACH ROW EXECUTE FUNCTION patrol_check_spot_check();

CREATE FUNCTION patrol_check_overturn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM patrol_review WHERE report_id = NEW.report_id AND state = 'accepted') THEN
        RAISE EXCEPTION 'only an acceptance is taken back'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'overturn_of_accepted';
    END IF;
    PERFORM patrol_refuse_judge(NEW.by_id, NEW.report_id);
    RETURN NEW;
END $$;
CREATE TRIGGER overturn_checked BEFORE INSERT ON patrol_overturn FOR EACH ROW EXECUTE FUNCTION patrol_check_overturn();

CREATE FUNCTION patrol_check_appeal() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER appeal_checked BEFORE INSERT OR UPDATE OR DELETE ON patrol_appeal
    FOR EACH ROW EXECUTE FUNCTION patrol_check_appeal();

-- A visit is never changed, and leaves only where an overturn keeps its copy.
CREATE FUNCTION patrol_check_visit_leaving() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM patrol_overturn kept
        WHERE kept.report_id = OLD.report_id AND kept.visit_id = OLD.id AND kept.visited_at = OLD.visited_at
    ) THEN
        RAISE EXCEPTION 'patrol_visit is append-only: a visit leaves only by an overturn'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'visit_leaves_by_overturn';
    END IF;
    RETURN OLD;
END $$;
DROP TRIGGER patrol_visit_append_only ON patrol_visit;
CREATE TRIGGER patrol_visit_append_only BEFORE UPDATE ON patrol_visit FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER visit_leaves_by_overturn BEFORE DELETE ON patrol_visit
    FOR EACH ROW EXECUTE FUNCTION patrol_check_visit_leaving();

-- Reports filed by somebody else so far, as the audit trail knows them.
INSERT INTO patrol_manualentry (report_id, filed_by_id)
SELECT report.id, entry.by_id FROM patrol_report report
    JOIN core_auditentry entry ON entry.target_id = report.id::text AND entry.verb = 'submit_report'
WHERE entry.by_id IS NOT NULL AND entry.by_id <> report.volunteer_id
ON CONFLICT DO NOTHING;
"""
UNDO = """
DROP TRIGGER visit_leaves_by_overturn ON patrol_visit;
DROP TRIGGER patrol_visit_append_only ON patrol_visit;
CREATE TRIGGER patrol_visit_append_only BEFORE UPDATE OR DELETE ON patrol_visit
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
DROP TRIGGER appeal_checked ON patrol_appeal;
DROP TRIGGER overturn_checked ON patrol_overturn;
DROP TRIGGER spot_check_checked ON patrol_spotcheck;
DROP TRIGGER review_decision_checked ON patrol_review;
DROP TRIGGER opinion_checked ON patrol_opinion;
DROP FUNCTION patrol_check_visit_leaving();
DROP FUNCTION patrol_check_appeal();
DROP FUNCTION patrol_check_overturn();
DROP FUNCTION patrol_check_spot_check();
DROP FUNCTION patrol_check_decision();
DROP FUNCTION patrol_votes_due(integer, boolean, date);
DROP FUNCTION patrol_check_opinion();
DROP FUNCTION patrol_refuse_judge(uuid, uuid);
DROP FUNCTION patrol_refuse_partial(uuid, uuid);
DROP FUNCTION patrol_bodies_of(uuid);
"""


class Migration(migrations.Migration):
    """Runs after the tables stand."""

    dependencies = [
        ("people", "0003_safety"),
        ("core", "0003_walls"),
        ("patrol", "0017_review_desk"),
    ]

    operations = [
        migrations.RunSQL(WALLS, UNDO),
        append_only("patrol_opinion"),
        append_only("patrol_manualentry"),
        append_only("patrol_overturn"),
    ]
