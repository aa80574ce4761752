from collections.abc import Iterator

import pytest
from django.db import IntegrityError, connection, transaction

from core.walls import append_only


@pytest.fixture
def diary(db: None) -> Iterator[str]:
    """A table of one row behind the wall."""
    wall = append_only("diary")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE diary (day int) ON COMMIT DROP")
        cursor.execute("INSERT INTO diary VALUES (1)")
        cursor.execute(str(wall.sql))
        yield str(wall.reverse_sql)


def run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def days() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT day FROM diary ORDER BY day")
        return [row[0] for row in cursor.fetchall()]


def test_append_only_table_grows(diary: str) -> None:
    run("INSERT INTO diary VALUES (2), (3)")
    assert days() == [1, 2, 3]


@pytest.mark.parametrize(
    ("statement", "wall", "word"),
    [
        ("UPDATE diary SET day = 9", "diary_append_only", "UPDATE"),
        ("DELETE FROM diary", "diary_append_only", "DELETE"),
        ("TRUNCATE diary", "diary_no_truncate", "TRUNCATE"),
    ],
)
def test_append_only_table_refuses_to_forget(statement: str, wall: str, word: str, diary: str) -> None:
    with pytest.raises(IntegrityError) as refusal:
        run(statement)
    said = refusal.value.__cause__.diag  # type: ignore[union-attr]
    assert (said.constraint_name, said.message_primary) == (wall, f"diary is append-only: {word} refused")
    assert days() == [1]


def test_the_wall_is_taken_down_by_the_migration_backwards(diary: str) -> None:
    run(diary)
    run("UPDATE diary SET day = 9")
    assert days() == [9]


def test_every_table_a_person_might_be_asked_about_stands_behind_the_wall(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%%_append_only'")
        tables = sorted(row[0] for row in cursor.fetchall())
    assert [table for table in tables if not table.startswith("patrol_")] == [
        "community_postphoto",
        "community_ruling",
        "core_auditentry",
        "indicators_figure",
        "indicators_snapshot",
        "people_agreement",
        "people_announcement",
        "people_signature",
        "planning_statement",
        "service_evaluation",
        "sites_siteversion",
        "sites_unitmerge",
        "timebank_entry",
        "timebank_lotuse",
        "timebank_servicerecord",
        "timebank_transaction",
        "timebank_trialbalance",
    ]
