from django.db import migrations

SENT_IS_FINAL = """
CREATE FUNCTION people_delivery_sent_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a message that was sent is never sent again'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'delivery_sent_is_final';
END $$;
CREATE TRIGGER delivery_sent_is_final BEFORE UPDATE ON people_delivery
    FOR EACH ROW WHEN (OLD.state = 'sent') EXECUTE FUNCTION people_delivery_sent_is_final();
"""
# A place is a pair of numbers with a fraction, or an object such as GeoJSON; a notice's words need neither.
NO_PLACE = """
ALTER TABLE people_notice ADD CONSTRAINT notice_params_hold_no_position CHECK (
    NOT jsonb_path_exists(params, 'strict $.** ? (@.type() == "number" && @.floor() != @)')
    AND NOT jsonb_path_exists(params, 'strict $.*.** ? (@.type() == "object")')
);
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0004_notice_channels")]

    operations = [
        migrations.RunSQL(
            SENT_IS_FINAL,
            "DROP TRIGGER delivery_sent_is_final ON people_delivery; DROP FUNCTION people_delivery_sent_is_final();",
        ),
        migrations.RunSQL(NO_PLACE, "ALTER TABLE people_notice DROP CONSTRAINT notice_params_hold_no_position;"),
    ]
