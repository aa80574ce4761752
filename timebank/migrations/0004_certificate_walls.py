"""A certificate says for ever what it said; only its fate changes, and only forwards."""

from django.db import migrations

WALL = """
CREATE SEQUENCE timebank_certificate_serial;

CREATE FUNCTION timebank_certificate_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    fate CONSTANT text[] := ARRAY['state', 'issuer', 'issued_at', 'ended_at', 'ended_by_id', 'ended_why'];
BEGIN
    IF to_jsonb(OLD) - fate <> to_jsonb(NEW) - fate
        OR (OLD.state, NEW.state) NOT IN (('announced', 'issued'), ('announced', 'withdrawn'), ('issued', 'revoked'))
        OR OLD.state = 'issued' AND (OLD.issuer, OLD.issued_at) IS DISTINCT FROM (NEW.issuer, NEW.issued_at)
    THEN
        RAISE EXCEPTION 'certificate % says for ever what it said', OLD.number
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'certificate_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER certificate_stays BEFORE UPDATE ON timebank_certificate
    FOR EACH ROW EXECUTE FUNCTION timebank_certificate_stays();
CREATE TRIGGER certificate_is_kept BEFORE DELETE ON timebank_certificate
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();

-- Issued while an objection waits would be issued over somebody's head.
CREATE FUNCTION timebank_objections_answered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM timebank_objection WHERE certificate_id = NEW.id AND answered_at IS NULL) THEN
        RAISE EXCEPTION 'an objection against % waits for its answer', NEW.number
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'certificate_objections_answered';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER certificate_objections_answered BEFORE UPDATE OF state ON timebank_certificate
    FOR EACH ROW WHEN (NEW.state = 'issued') EXECUTE FUNCTION timebank_objections_answered();
"""
NO_WALL = """
DROP TRIGGER certificate_objections_answered ON timebank_certificate;
DROP FUNCTION timebank_objections_answered();
DROP TRIGGER certificate_is_kept ON timebank_certificate;
DROP TRIGGER certificate_stays ON timebank_certificate;
DROP FUNCTION timebank_certificate_stays();
DROP SEQUENCE timebank_certificate_serial;
"""


class Migration(migrations.Migration):
    """Walls."""

    dependencies = [("timebank", "0003_certificates"), ("core", "0003_walls")]
    operations = [migrations.RunSQL(WALL, NO_WALL)]
