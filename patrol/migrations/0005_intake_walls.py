"""Walls of the intake: a queue's chain only grows, and a photo that came never leaves."""

from django.db import migrations

from core.walls import append_only

KEPT = """
CREATE FUNCTION patrol_keep_photo_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (OLD.received_at IS NULL
        OR (NEW.sha256, NEW.file, NEW.size, NEW.received_at) = (OLD.sha256, OLD.file, OLD.size, OLD.received_at)) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a photo that was received stays: % refused', TG_OP
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
END $$;
CREATE TRIGGER patrol_photofile_kept BEFORE UPDATE OR DELETE ON patrol_photofile
    FOR EACH ROW EXECUTE FUNCTION patrol_keep_photo_file();
"""


class Migration(migrations.Migration):
    """Runs after the tables stand."""

    dependencies = [("patrol", "0004_intake")]

    operations = [
        append_only("patrol_queueentry"),
        migrations.RunSQL(
            KEPT, "DROP TRIGGER patrol_photofile_kept ON patrol_photofile; DROP FUNCTION patrol_keep_photo_file();"
        ),
    ]
