"""A partner, a key, a badge say for ever what they said; a transfer only moves forwards."""

from django.db import migrations

WALL = """
CREATE SEQUENCE timebank_credential_serial MINVALUE 0;

CREATE FUNCTION timebank_credential_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE fate CONSTANT text[] := ARRAY['revoked_at', 'revoked_why'];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF core_erases(to_jsonb(OLD), to_jsonb(NEW), TG_RELID) THEN
            RETURN NEW;
        END IF;
    END IF;
    IF to_jsonb(OLD) - fate <> to_jsonb(NEW) - fate OR OLD.revoked_at IS NOT NULL THEN
        RAISE EXCEPTION 'credential % says for ever what it said', OLD.serial
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'credential_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER credential_stays BEFORE UPDATE ON timebank_credential
    FOR EACH ROW EXECUTE FUNCTION timebank_credential_stays();
CREATE TRIGGER credential_is_kept BEFORE DELETE ON timebank_credential
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();

CREATE FUNCTION timebank_partner_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE fate CONSTANT text[] := ARRAY['stopped_at', 'sent_counter'];
BEGIN
    IF to_jsonb(OLD) - fate <> to_jsonb(NEW) - fate OR NEW.sent_counter < OLD.sent_counter THEN
        RAISE EXCEPTION 'partner % stays what was admitted', OLD.code
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'partner_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER partner_stays BEFORE UPDATE ON timebank_partner
    FOR EACH ROW EXECUTE FUNCTION timebank_partner_stays();

CREATE FUNCTION timebank_partner_key_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE fate CONSTANT text[] := ARRAY['admitted_by_id', 'admitted_at', 'withdrawn_at'];
BEGIN
    IF to_jsonb(OLD) - fate <> to_jsonb(NEW) - fate
        OR OLD.admitted_at IS NOT NULL AND (OLD.admitted_at, OLD.admitted_by_id) IS DISTINCT FROM (NEW.admitted_at, NEW.admitted_by_id)
        OR OLD.withdrawn_at IS NOT NULL
    THEN
        RAISE EXCEPTION 'key % stays what was admitted', OLD.kid
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'partner_key_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER partner_key_stays BEFORE UPDATE ON timebank_partnerkey
    FOR EACH ROW EXECUTE FUNCTION timebank_partner_key_stays();

-- A message is kept word for word; its answer is written once.
CREATE FUNCTION timebank_message_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE fate CONSTANT text[] := ARRAY['answer', 'answered_at'];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF core_erases(to_jsonb(OLD), to_jsonb(NEW), TG_RELID) THEN
            RETURN NEW;
        END IF;
    END IF;
    IF to_jsonb(OLD) - fate <> to_jsonb(NEW) - fate OR OLD.answered_at IS NOT NULL THEN
        RAISE EXCEPTION 'message % stays what was said', OLD.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'message_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER message_stays BEFORE UPDATE ON timebank_partnermessage
    FOR EACH ROW EXECUTE FUNCTION timebank_message_stays();
CREATE TRIGGER message_is_kept BEFORE DELETE ON timebank_partnermessage
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();

CREATE FUNCTION timebank_transfer_moves_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF core_erases(to_jsonb(OLD), to_jsonb(NEW), TG_RELID) THEN
            RETURN NEW;
        END IF;
    END IF;
    IF (OLD.id, OLD.partner_id, OLD.volunteer_id, OLD.consented_at) IS DISTINCT FROM (NEW.id, NEW.partner_id, NEW.volunteer_id, NEW.consented_at)
        OR OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
            ('asked', 'declined'), ('asked', 'withdrawn'), ('asked', 'approved'),
            ('approved', 'prepared'), ('approved', 'aborted'), ('approved', 'refused'),
            ('prepared', 'confirming'), ('prepared', 'aborted'),
            ('confirming', 'confirmed'), ('confirming', 'refused'))
    THEN
        RAISE EXCEPTION 'transfer % does not go from % to %', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'transfer_moves_forward';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER transfer_moves_forward BEFORE UPDATE ON timebank_transfer
    FOR EACH ROW EXECUTE FUNCTION timebank_transfer_moves_forward();
CREATE TRIGGER transfer_is_kept BEFORE DELETE ON timebank_transfer
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();

CREATE FUNCTION timebank_transfer_item_moves_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.transfer_id, OLD.record_id, OLD.seconds) IS DISTINCT FROM (NEW.transfer_id, NEW.record_id, NEW.seconds)
        OR OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
            ('wished', 'held'), ('wished', 'kept'), ('held', 'gone'), ('held', 'kept'))
    THEN
        RAISE EXCEPTION 'record % does not go from % to %', OLD.record_id, OLD.state, NEW.state
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'transfer_item_moves_forward';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER transfer_item_moves_forward BEFORE UPDATE ON timebank_transferitem
    FOR EACH ROW EXECUTE FUNCTION timebank_transfer_item_moves_forward();

CREATE FUNCTION timebank_incoming_batch_moves_forward() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE fate CONSTANT text[] := ARRAY['state', 'ended_at'];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF core_erases(to_jsonb(OLD), to_jsonb(NEW), TG_RELID) THEN
            RETURN NEW;
        END IF;
    END IF;
    IF to_jsonb(OLD) - fate <> to_jsonb(NEW) - fate OR OLD.state <> 'prepared' THEN
        RAISE EXCEPTION 'batch % has ended', OLD.batch
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'incoming_batch_moves_forward';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER incoming_batch_moves_forward BEFORE UPDATE ON timebank_incomingbatch
    FOR EACH ROW EXECUTE FUNCTION timebank_incoming_batch_moves_forward();
"""
NO_WALL = """
DROP TRIGGER incoming_batch_moves_forward ON timebank_incomingbatch;
DROP TRIGGER transfer_item_moves_forward ON timebank_transferitem;
DROP TRIGGER transfer_is_kept ON timebank_transfer;
DROP TRIGGER transfer_moves_forward ON timebank_transfer;
DROP TRIGGER message_is_kept ON timebank_partnermessage;
DROP TRIGGER message_stays ON timebank_partnermessage;
DROP TRIGGER partner_key_stays ON timebank_partnerkey;
DROP TRIGGER partner_stays ON timebank_partner;
DROP TRIGGER credential_is_kept ON timebank_credential;
DROP TRIGGER credential_stays ON timebank_credential;
DROP FUNCTION timebank_incoming_batch_moves_forward();
DROP FUNCTION timebank_transfer_item_moves_forward();
DROP FUNCTION timebank_transfer_moves_forward();
DROP FUNCTION timebank_message_stays();
DROP FUNCTION timebank_partner_key_stays();
DROP FUNCTION timebank_partner_stays();
DROP FUNCTION timebank_credential_stays();
DROP SEQUENCE timebank_credential_serial;
"""


class Migration(migrations.Migration):
    """Walls."""

    dependencies = [("timebank", "0009_exchange"), ("core", "0003_walls"), ("people", "0007_person_walls")]
    operations = [migrations.RunSQL(WALL, NO_WALL)]
