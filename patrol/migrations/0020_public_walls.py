"""Walls of what citizens tell, and the outbox: the database itself notes what happened, whatever action made it happen."""

from django.db import migrations

from core.walls import append_only

KEPT = """
-- What a citizen said never changes and is decided once; its hashes of network and browser may be dropped, and a merged
-- case takes its reports along.
CREATE FUNCTION patrol_keep_public_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a report of a citizen stays' USING ERRCODE = 'integrity_constraint_violation',
            CONSTRAINT = 'public_report_stays';
    END IF;
    IF (NEW.id, NEW.number, NEW.content_sha256, NEW.secret_sha256, NEW.channel, NEW.hotline_id, NEW.received_at,
        NEW.accuracy_m, NEW.area, NEW.address, NEW.site_id, NEW.kind_id, NEW.is_urgent, NEW.text, NEW.media_url,
        NEW.oddities) IS DISTINCT FROM
       (OLD.id, OLD.number, OLD.content_sha256, OLD.secret_sha256, OLD.channel, OLD.hotline_id, OLD.received_at,
        OLD.accuracy_m, OLD.area, OLD.address, OLD.site_id, OLD.kind_id, OLD.is_urgent, OLD.text, OLD.media_url,
        OLD.oddities) OR NEW.geom IS DISTINCT FROM OLD.geom THEN
        RAISE EXCEPTION 'what a citizen said never changes' USING ERRCODE = 'integrity_constraint_violation',
            CONSTRAINT = 'public_report_said_stays';
    END IF;
    IF OLD.decided_at IS NOT NULL AND
       (NEW.state, NEW.decided_by_id, NEW.decided_at, NEW.reason, NEW.answer) IS DISTINCT FROM
       (OLD.state, OLD.decided_by_id, OLD.decided_at, OLD.reason, OLD.answer) THEN
        RAISE EXCEPTION 'a report of a citizen is decided once' USING ERRCODE = 'integrity_constraint_violation',
            CONSTRAINT = 'public_report_decided_once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER patrol_publicreport_kept BEFORE UPDATE OR DELETE ON patrol_publicreport
    FOR EACH ROW EXECUTE FUNCTION patrol_keep_public_report();
"""
NOT_KEPT = """
DROP TRIGGER patrol_publicreport_kept ON patrol_publicreport;
DROP FUNCTION patrol_keep_public_report();
"""

OUTBOX = """
CREATE FUNCTION patrol_note_event(kind text, about uuid, data jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    -- Nobody subscribed, nothing to keep.
    IF EXISTS (SELECT FROM patrol_webhook WHERE stopped_at IS NULL AND events @> ARRAY[kind]::varchar[]) THEN
        INSERT INTO patrol_webhookevent (id, kind, at, data) VALUES (gen_random_uuid(), kind, now(),
            data || jsonb_build_object('site', about, 'area',
                coalesce((SELECT district_id FROM sites_site WHERE id = about), data->>'area', '')));
    END IF;
END $$;

CREATE FUNCTION patrol_note_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM patrol_note_event(
        CASE WHEN TG_OP = 'INSERT' THEN 'case.opened'
             WHEN OLD.closed_at IS NULL AND NEW.closed_at IS NOT NULL THEN 'case.closed'
             ELSE 'case.changed' END,
        NEW.site_id,
        jsonb_build_object('case', NEW.id, 'number', NEW.number, 'kind', NEW.kind_id, 'severity', NEW.severity,
            'state', NEW.state, 'opened_at', NEW.opened_at, 'due_at', NEW.due_at, 'closed_at', NEW.closed_at));
    RETURN NULL;
END $$;
CREATE TRIGGER patrol_case_opened_event AFTER INSERT ON patrol_case
    FOR EACH ROW EXECUTE FUNCTION patrol_note_case();
CREATE TRIGGER patrol_case_changed_event AFTER UPDATE ON patrol_case
    FOR EACH ROW WHEN ((OLD.state, OLD.severity, OLD.kind_id, OLD.site_id, OLD.due_at, OLD.closed_at) IS DISTINCT FROM
                       (NEW.state, NEW.severity, NEW.kind_id, NEW.site_id, NEW.due_at, NEW.closed_at))
    EXECUTE FUNCTION patrol_note_case();

CREATE FUNCTION patrol_note_review() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM patrol_note_event(
        CASE TG_OP WHEN 'INSERT' THEN 'report.received' ELSE 'report.decided' END,
        (SELECT site_id FROM patrol_report WHERE id = NEW.report_id),
        jsonb_build_object('source', 'volunteer', 'report', NEW.report_id, 'severity', NEW.max_severity,
            'state', NEW.state));
    RETURN NULL;
END $$;
CREATE TRIGGER patrol_review_received_event AFTER INSERT ON patrol_review
    FOR EACH ROW EXECUTE FUNCTION patrol_note_review();
CREATE TRIGGER patrol_review_decided_event AFTER UPDATE ON patrol_review
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state AND NEW.state <> 'pending')
    EXECUTE FUNCTION patrol_note_review();

CREATE FUNCTION patrol_note_public_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM patrol_note_event(
        CASE TG_OP WHEN 'INSERT' THEN 'report.received' ELSE 'report.decided' END,
        coalesce((SELECT site_id FROM patrol_case WHERE id = NEW.case_id), NEW.site_id),
        jsonb_build_object('source', CASE NEW.channel WHEN 'open311' THEN 'hotline' ELSE 'public' END,
            'report', NEW.id, 'number', NEW.number, 'kind', NEW.kind_id, 'state', NEW.state, 'area', NEW.area));
    RETURN NULL;
END $$;
CREATE TRIGGER patrol_publicreport_received_event AFTER INSERT ON patrol_publicreport
    FOR EACH ROW WHEN (NEW.state = 'waiting') EXECUTE FUNCTION patrol_note_public_report();
CREATE TRIGGER patrol_publicreport_decided_event AFTER UPDATE ON patrol_publicreport
    FOR EACH ROW WHEN (OLD.decided_at IS NULL AND NEW.decided_at IS NOT NULL AND NEW.state <> 'spam')
    EXECUTE FUNCTION patrol_note_public_report();
"""
NO_OUTBOX = """
DROP TRIGGER patrol_case_opened_event ON patrol_case;
DROP TRIGGER patrol_case_changed_event ON patrol_case;
DROP TRIGGER patrol_review_received_event ON patrol_review;
DROP TRIGGER patrol_review_decided_event ON patrol_review;
DROP TRIGGER patrol_publicreport_received_event ON patrol_publicreport;
DROP TRIGGER patrol_publicreport_decided_event ON patrol_publicreport;
DROP FUNCTION patrol_note_case();
DROP FUNCTION patrol_note_review();
DROP FUNCTION patrol_note_public_report();
DROP FUNCTION patrol_note_event(text, uuid, jsonb);
"""


class Migration(migrations.Migration):
    """Runs after the tables stand."""

    dependencies = [
        ("patrol", "0019_public_channels"),
    ]

    operations = [
        append_only("patrol_publicphoto"),
        append_only("patrol_webhookattempt"),
        migrations.RunSQL(KEPT, NOT_KEPT),
        migrations.RunSQL(OUTBOX, NO_OUTBOX),
    ]
