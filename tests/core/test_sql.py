from pathlib import Path

import pytest
from django.db import connection

from core.sql import Statements


@pytest.fixture
def statements(tmp_path: Path) -> Statements:
    texts = {
        "numbers": "SELECT n, n * %(times)s AS product FROM generate_series(1, 2) AS n ORDER BY n",
        "nothing": "SELECT 1 WHERE false",
        "place": "SELECT '钟楼'",
        "sum": "SELECT %(a)s::int + %(b)s::int AS sum, %(a)s::int AS a, '100%' AS share WHERE %(a)s::int > 0",
        "raise": "UPDATE kept SET n = n + 1 WHERE n > %(least)s",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.sql").write_text(text, encoding="utf-8")
    return Statements(tmp_path)


def test_text_is_read_by_name(statements: Statements) -> None:
    assert statements.text("nothing") == "SELECT 1 WHERE false"


def test_text_of_an_unknown_name_fails(statements: Statements) -> None:
    with pytest.raises(FileNotFoundError):
        statements.text("no_such_statement")


def test_rows_are_dictionaries_by_column(statements: Statements, db: None) -> None:
    assert statements.rows("numbers", {"times": 10}) == [{"n": 1, "product": 10}, {"n": 2, "product": 20}]


def test_rows_of_nothing_are_none(statements: Statements, db: None) -> None:
    assert statements.rows("nothing") == []


def test_value_is_the_first_column(statements: Statements, db: None) -> None:
    assert statements.value("place") == "钟楼"


def test_value_of_nothing_is_none(statements: Statements, db: None) -> None:
    assert statements.value("nothing") is None


def test_run_counts_the_rows_it_touched(statements: Statements, db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE kept ON COMMIT DROP AS SELECT generate_series(1, 5) AS n")
    assert statements.run("raise", {"least": 2}) == 3


def test_row_is_bound_and_prepared_by_the_server(statements: Statements, db: None) -> None:
    assert statements.row("sum", {"b": 2, "a": 1}) == {"sum": 3, "a": 1, "share": "100%"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE statement LIKE '%%AS sum%%'")
        assert cursor.fetchall() == [
            ("SELECT $1::int + $2::int AS sum, $1::int AS a, '100%' AS share WHERE $1::int > 0",)
        ]


def test_row_of_nothing_is_a_lookup_error(statements: Statements, db: None) -> None:
    with pytest.raises(LookupError, match="sum"):
        statements.row("sum", {"a": 0, "b": 1})
