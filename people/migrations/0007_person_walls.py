from django.db import migrations

from core.walls import append_only

# The only door through an append-only wall: text of a person who is being erased becomes their pseudonym. No number, date,
# key or place can change on that way, and only while the erasure's own row says that it is under way.
ERASES = """
CREATE FUNCTION core_erases(was jsonb, becomes jsonb, of_table oid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
            SELECT FROM people_erasure
            WHERE id::text = current_setting('core.erasing', true) AND started_at IS NOT NULL AND ended_at IS NULL
        ) AND NOT EXISTS (
            SELECT FROM jsonb_each(was) old JOIN jsonb_each(becomes) new USING (key)
                JOIN pg_attribute ON attrelid = of_table AND attname = key
            WHERE old.value IS DISTINCT FROM new.value
                AND atttypid NOT IN ('text'::regtype, 'varchar'::regtype, 'jsonb'::regtype)
        );
$$;
CREATE OR REPLACE FUNCTION core_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_LEVEL = 'ROW' THEN
        IF core_erases(to_jsonb(OLD), to_jsonb(NEW), TG_RELID) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
END $$;
"""
NO_ERASES = """
CREATE OR REPLACE FUNCTION core_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
END $$;
DROP FUNCTION core_erases(jsonb, jsonb, oid);
"""
# An erasure that has begun is a fact, and one that ended is over.
ERASURE = """
CREATE FUNCTION people_erasure_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.started_at IS NOT NULL AND (NEW.started_at, NEW.user_id, NEW.cancelled_at)
            IS DISTINCT FROM (OLD.started_at, OLD.user_id, OLD.cancelled_at) OR OLD.ended_at IS NOT NULL THEN
        RAISE EXCEPTION 'an erasure that began is not undone'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'erasure_goes_on';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER erasure_goes_on BEFORE UPDATE ON people_erasure
    FOR EACH ROW EXECUTE FUNCTION people_erasure_goes_on();
CREATE TRIGGER erasure_is_kept BEFORE DELETE ON people_erasure FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
"""
NO_ERASURE = """
DROP TRIGGER erasure_is_kept ON people_erasure;
DROP TRIGGER erasure_goes_on ON people_erasure;
DROP FUNCTION people_erasure_goes_on();
"""
CONSENT_TEXT = """
CREATE FUNCTION people_consent_text_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.purpose, OLD.version, OLD.text_zh, OLD.text_en) IS DISTINCT FROM (NEW.purpose, NEW.version, NEW.text_zh, NEW.text_en) THEN
        RAISE EXCEPTION 'what somebody consented to is not changed: write a new version'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'consent_text_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER consent_text_stays BEFORE UPDATE ON people_consenttext
    FOR EACH ROW EXECUTE FUNCTION people_consent_text_stays();
"""
NO_CONSENT_TEXT = "DROP TRIGGER consent_text_stays ON people_consenttext; DROP FUNCTION people_consent_text_stays();"
FREE_TIME = """
ALTER TABLE people_volunteer ADD CONSTRAINT volunteer_free_time_is_a_list CHECK (jsonb_typeof(free_time) = 'array');
ALTER TABLE people_freetimeexception ADD CONSTRAINT free_time_exceptions_never_overlap
    EXCLUDE USING gist (volunteer_id WITH =, daterange(from_on, to_on, '[]') WITH &&);
-- The weekly pattern as rows; weekday 0 is Monday, hours are of the city.
CREATE VIEW people_free_window AS
    SELECT person.user_id AS volunteer_id, w.weekday, w.start::time AS starts, w."end"::time AS ends
    FROM people_volunteer person, jsonb_to_recordset(person.free_time) AS w(weekday int, start text, "end" text)
    WHERE w."end"::time > w.start::time;
-- Whether a person said to be free all through this time: by the exception of that day, else by the weekly pattern.
CREATE FUNCTION people_is_free(person uuid, from_at timestamptz, to_at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
    WITH asked AS (
        SELECT (from_at AT TIME ZONE 'Asia/Shanghai') AS first, (to_at AT TIME ZONE 'Asia/Shanghai') AS last
    ), exception AS (
        SELECT e.starts, e.ends FROM people_freetimeexception e, asked
        WHERE e.volunteer_id = person AND asked.first::date BETWEEN e.from_on AND e.to_on
    )
    SELECT first::date = last::date AND CASE
        WHEN EXISTS (SELECT FROM exception)
        THEN EXISTS (SELECT FROM exception WHERE starts <= first::time AND ends >= last::time)
        ELSE EXISTS (
            SELECT FROM people_free_window
            WHERE volunteer_id = person AND weekday = extract(isodow FROM first)::int - 1
                AND starts <= first::time AND ends >= last::time
        ) END
    FROM asked;
$$;
"""
NO_FREE_TIME = """
DROP FUNCTION people_is_free(uuid, timestamptz, timestamptz);
DROP VIEW people_free_window;
ALTER TABLE people_freetimeexception DROP CONSTRAINT free_time_exceptions_never_overlap;
ALTER TABLE people_volunteer DROP CONSTRAINT volunteer_free_time_is_a_list;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0006_persons_and_organisations"), ("core", "0003_walls"), ("timebank", "0001_initial")]

    operations = [
        migrations.RunSQL(ERASES, NO_ERASES),
        migrations.RunSQL(ERASURE, NO_ERASURE),
        migrations.RunSQL(CONSENT_TEXT, NO_CONSENT_TEXT),
        migrations.RunSQL(FREE_TIME, NO_FREE_TIME),
        append_only("people_agreement"),
        append_only("people_signature"),
        append_only("people_announcement"),
    ]
