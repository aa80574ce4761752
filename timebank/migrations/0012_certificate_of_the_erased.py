from django.db import migrations

# The paper's name becomes the pseudonym of whoever had their data erased; hours, days and numbers stay.
ERASABLE = """
CREATE OR REPLACE FUNCTION timebank_certificate_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    fate CONSTANT text[] := ARRAY['state', 'issuer', 'issued_at', 'ended_at', 'ended_by_id', 'ended_why'];
BEGIN
    IF core_erases(to_jsonb(OLD), to_jsonb(NEW), TG_RELID) THEN
        RETURN NEW;
    END IF;
    IF to_jsonb(OLD) - fate <> to_jsonb(NEW) - fate
        OR (OLD.state, NEW.state) NOT IN (('announced', 'issued'), ('announced', 'withdrawn'), ('issued', 'revoked'))
        OR OLD.state = 'issued' AND (OLD.issuer, OLD.issued_at) IS DISTINCT FROM (NEW.issuer, NEW.issued_at)
    THEN
        RAISE EXCEPTION 'certificate % says for ever what it said', OLD.number
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'certificate_stays';
    END IF;
    RETURN NEW;
END $$;
"""
STAYS = """
CREATE OR REPLACE FUNCTION timebank_certificate_stays() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""


class Migration(migrations.Migration):
    """Walls."""

    dependencies = [("timebank", "0011_exchange_files"), ("people", "0007_person_walls")]
    operations = [migrations.RunSQL(ERASABLE, STAYS)]
