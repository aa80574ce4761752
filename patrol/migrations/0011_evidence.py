"""Indexes of the evidence: look-alike photos among millions, and repeated notes."""

from django.db import migrations


def _band(number: int) -> migrations.RunSQL:
    """Index one band of sixteen bits; the hash stands beside it, so that the table is not asked."""
    name = f"photofile_phash_band_{number}"
    value = "(phash & 65535)" if number == 0 else f"((phash >> {16 * number}) & 65535)"
    return migrations.RunSQL(
        f"CREATE INDEX {name} ON patrol_photofile ({value}) INCLUDE (phash) WHERE phash IS NOT NULL",
        f"DROP INDEX {name}",
    )


# What a note says: no white space, no punctuation, no capitals. `patrol.logic.checks.sameness.text_of` says the same.
SAID = r"""
CREATE FUNCTION patrol_said(note text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN regexp_replace(lower(note), '[\s,.;:!?，。；：！？、…·—–-]+', '', 'g')
"""


class Migration(migrations.Migration):
    """Runs after the walls."""

    dependencies = [("patrol", "0010_questions")]

    operations = [
        *(_band(number) for number in range(4)),
        migrations.RunSQL(SAID, "DROP FUNCTION patrol_said(text)"),
        migrations.RunSQL(
            "CREATE INDEX report_said ON patrol_report (md5(patrol_said(note))) WHERE note <> ''",
            "DROP INDEX report_said",
        ),
    ]
