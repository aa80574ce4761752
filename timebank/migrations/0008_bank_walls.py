"""What the bank never does, said by the database: overdraw a lot, pay twice for one voucher, decide alone, fill a day over its cap."""

from django.db import migrations

from core.walls import append_only

LOTS = """
-- What is used leaves its lot, in the same statement; nobody else writes `left`.
CREATE FUNCTION timebank_lot_use_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE timebank_pointlot SET "left" = "left" - NEW.amount WHERE id = NEW.lot_id;
    RETURN NULL;
END $$;
CREATE TRIGGER lot_use_counts AFTER INSERT ON timebank_lotuse
    FOR EACH ROW EXECUTE FUNCTION timebank_lot_use_counts();

CREATE FUNCTION timebank_lot_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free CONSTANT text[] := CASE WHEN pg_trigger_depth() > 1 THEN ARRAY['left', 'warned_on'] ELSE ARRAY['warned_on'] END;
BEGIN
    IF TG_OP = 'INSERT' AND NEW."left" <> NEW.amount
        OR TG_OP = 'UPDATE' AND to_jsonb(OLD) - free <> to_jsonb(NEW) - free
    THEN
        RAISE EXCEPTION 'lot % is what came; only its uses change what is left', NEW.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'lot_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER lot_stays BEFORE INSERT OR UPDATE ON timebank_pointlot
    FOR EACH ROW EXECUTE FUNCTION timebank_lot_stays();
CREATE TRIGGER lot_is_kept BEFORE DELETE ON timebank_pointlot
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();

-- What a posting moves on a person's account of points came into lots or left them, to the point.
CREATE FUNCTION timebank_points_lie_in_lots() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE person uuid;
BEGIN
    SELECT owner_id INTO person FROM timebank_account WHERE id = NEW.account_id AND currency = 'points';
    IF person IS NOT NULL AND
        (SELECT sum(amount) FROM timebank_entry WHERE transaction_id = NEW.transaction_id AND account_id = NEW.account_id)
        <> coalesce((SELECT sum(amount) FROM timebank_pointlot
            WHERE transaction_id = NEW.transaction_id AND owner_id = person), 0)
        - coalesce((SELECT sum(u.amount) FROM timebank_lotuse u JOIN timebank_pointlot l ON l.id = u.lot_id
            WHERE u.transaction_id = NEW.transaction_id AND l.owner_id = person), 0)
    THEN
        RAISE EXCEPTION 'posting % moves points past the lots', NEW.transaction_id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'points_lie_in_lots';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER points_lie_in_lots AFTER INSERT ON timebank_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION timebank_points_lie_in_lots();
"""
NO_LOTS = """
DROP TRIGGER points_lie_in_lots ON timebank_entry;
DROP FUNCTION timebank_points_lie_in_lots();
DROP TRIGGER lot_is_kept ON timebank_pointlot;
DROP TRIGGER lot_stays ON timebank_pointlot;
DROP FUNCTION timebank_lot_stays();
DROP TRIGGER lot_use_counts ON timebank_lotuse;
DROP FUNCTION timebank_lot_use_counts();
"""
FATES = """
-- A row of which only the named columns change, once, out of its first state.
CREATE FUNCTION timebank_only_fate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    first CONSTANT text := TG_ARGV[0];
    fate CONSTANT text[] := string_to_array(TG_ARGV[1], ',');
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF core_erases(to_jsonb(OLD), to_jsonb(NEW), TG_RELID) THEN
            RETURN NEW;
        END IF;
    END IF;
    IF OLD.state <> first OR NEW.state = first OR to_jsonb(OLD) - fate <> to_jsonb(NEW) - fate THEN
        RAISE EXCEPTION '% % is decided once', TG_TABLE_NAME, OLD.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER voucher_stays BEFORE UPDATE ON timebank_voucher FOR EACH ROW
    EXECUTE FUNCTION timebank_only_fate('held', 'state,ended_at,ended_by_id,service_point_id');
CREATE TRIGGER voucher_is_kept BEFORE DELETE ON timebank_voucher
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER proposal_stays BEFORE UPDATE ON timebank_proposal FOR EACH ROW
    EXECUTE FUNCTION timebank_only_fate('waiting', 'state,decided_at,decided_by_id');
CREATE TRIGGER proposal_is_kept BEFORE DELETE ON timebank_proposal
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER gift_stays BEFORE UPDATE ON timebank_gift FOR EACH ROW
    EXECUTE FUNCTION timebank_only_fate('offered', 'state,ended_at,transaction_id');
CREATE TRIGGER gift_is_kept BEFORE DELETE ON timebank_gift
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();

-- A voucher stands on points its owner put aside, as many as it costs: never on hours, never on nothing.
CREATE FUNCTION timebank_voucher_paid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM timebank_transaction t JOIN timebank_entry e ON e.transaction_id = t.id
            JOIN timebank_account a ON a.id = e.account_id
        WHERE t.id = NEW.hold_id AND t.kind = 'hold' AND t.currency = 'points' AND a.owner_id = NEW.owner_id
            AND e.amount = -NEW.points
    ) THEN
        RAISE EXCEPTION 'voucher % is not paid in points', NEW.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'voucher_paid_in_points';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER voucher_paid_in_points BEFORE INSERT ON timebank_voucher
    FOR EACH ROW EXECUTE FUNCTION timebank_voucher_paid();

-- In the catalogue stands what two people have seen since it was last written.
CREATE FUNCTION timebank_item_seen_by_two() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM timebank_proposal WHERE item_id = NEW.id AND kind = 'opening' AND state = 'approved'
            AND proposed_at >= NEW.made_at
    ) OR TG_OP = 'UPDATE' AND OLD.state = 'open'
        AND (OLD.price, OLD.kind, OLD.sponsor_id) IS DISTINCT FROM (NEW.price, NEW.kind, NEW.sponsor_id)
    THEN
        RAISE EXCEPTION 'item % was not seen by two', NEW.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'item_seen_by_two';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER item_seen_by_two BEFORE INSERT OR UPDATE ON timebank_item
    FOR EACH ROW WHEN (NEW.state = 'open') EXECUTE FUNCTION timebank_item_seen_by_two();
"""
NO_FATES = """
DROP TRIGGER item_seen_by_two ON timebank_item;
DROP FUNCTION timebank_item_seen_by_two();
DROP TRIGGER voucher_paid_in_points ON timebank_voucher;
DROP FUNCTION timebank_voucher_paid();
DROP TRIGGER gift_is_kept ON timebank_gift;
DROP TRIGGER gift_stays ON timebank_gift;
DROP TRIGGER proposal_is_kept ON timebank_proposal;
DROP TRIGGER proposal_stays ON timebank_proposal;
DROP TRIGGER voucher_is_kept ON timebank_voucher;
DROP TRIGGER voucher_stays ON timebank_voucher;
DROP FUNCTION timebank_only_fate();
"""
CAP = """
-- No day of Asia/Shanghai holds more service of one person than its rule allows; what was taken back does not count.
CREATE FUNCTION timebank_within_daily_cap() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    day date;
    bounds tstzrange;
    cap integer;
BEGIN
    FOR day IN SELECT generate_series(
        (lower(NEW.during) AT TIME ZONE 'Asia/Shanghai')::date,
        ((upper(NEW.during) - interval '1 microsecond') AT TIME ZONE 'Asia/Shanghai')::date, '1 day')::date
    LOOP
        SELECT daily_cap_seconds INTO cap FROM timebank_bankpolicy WHERE valid_from <= day ORDER BY valid_from DESC LIMIT 1;
        bounds := tstzrange(day::timestamp AT TIME ZONE 'Asia/Shanghai', (day + 1)::timestamp AT TIME ZONE 'Asia/Shanghai');
        IF (
            SELECT extract(epoch FROM sum(upper(r.during * bounds) - lower(r.during * bounds)))
            FROM timebank_servicerecord r
            WHERE r.volunteer_id = NEW.volunteer_id AND r.during && bounds AND NOT EXISTS (
                SELECT FROM timebank_transaction taken WHERE taken.reverses_id = r.transaction_id
                    AND NOT EXISTS (SELECT FROM timebank_transaction given WHERE given.reverses_id = taken.id))
        ) > cap THEN
            RAISE EXCEPTION 'the service of % on % is over the cap', NEW.volunteer_id, day
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'service_within_daily_cap';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER service_within_daily_cap AFTER INSERT ON timebank_servicerecord
    FOR EACH ROW EXECUTE FUNCTION timebank_within_daily_cap();
"""
NO_CAP = "DROP TRIGGER service_within_daily_cap ON timebank_servicerecord; DROP FUNCTION timebank_within_daily_cap();"


class Migration(migrations.Migration):
    dependencies = [("timebank", "0007_bank_tables"), ("core", "0003_walls"), ("people", "0007_person_walls")]

    operations = [
        append_only("timebank_lotuse"),
        append_only("timebank_trialbalance"),
        migrations.RunSQL(LOTS, NO_LOTS),
        migrations.RunSQL(FATES, NO_FATES),
        migrations.RunSQL(CAP, NO_CAP),
    ]
