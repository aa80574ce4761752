"""Walls and functions in the database."""

from django.db import migrations

from core.walls import append_only

BALANCE = """
-- Every transaction balances, in the currency of its accounts, when the database transaction commits.
CREATE FUNCTION timebank_entries_balance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wrong uuid;
BEGIN
    SELECT e.transaction_id INTO wrong
    FROM timebank_entry e
        JOIN timebank_account a ON a.id = e.account_id
        JOIN timebank_transaction t ON t.id = e.transaction_id
    WHERE e.transaction_id = NEW.transaction_id
    GROUP BY e.transaction_id
    HAVING sum(e.amount) <> 0 OR bool_or(a.currency <> t.currency);
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'transaction % does not balance', wrong
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'entries_balance';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER entries_balance AFTER INSERT ON timebank_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION timebank_entries_balance();

-- A transaction without entries is no transaction.
CREATE FUNCTION timebank_transaction_has_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM timebank_entry WHERE transaction_id = NEW.id) THEN
        RAISE EXCEPTION 'transaction % has no entries', NEW.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'transaction_has_entries';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER transaction_has_entries AFTER INSERT ON timebank_transaction
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION timebank_transaction_has_entries();
"""
UNDO = """
DROP TRIGGER transaction_has_entries ON timebank_transaction;
DROP TRIGGER entries_balance ON timebank_entry;
DROP FUNCTION timebank_transaction_has_entries();
DROP FUNCTION timebank_entries_balance();
"""


class Migration(migrations.Migration):
    """Runs after the tables stand."""

    dependencies = [
        ("timebank", "0001_initial"),
        ("core", "0003_walls"),
    ]

    operations = [
        append_only("timebank_transaction"),
        append_only("timebank_entry"),
        append_only("timebank_servicerecord"),
        migrations.RunSQL(BALANCE, UNDO),
    ]
