"""PostGIS statements by name: each app keeps them in `sql/<name>.sql`, one statement a file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, cast

from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg import RawCursor

NAMED: Final = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Statements:
    """The statements of one app's `sql` folder."""

    folder: Path

    def text(self, name: str) -> str:
        """Return the statement's text."""
        return _read(self.folder / f"{name}.sql")

    def rows(self, name: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """Run the statement and return its rows as dictionaries."""
        return rows_of(self.text(name), parameters)

    def value(self, name: str, parameters: Mapping[str, Any] | None = None) -> Any:
        """Run the statement and return the first column of its only row."""
        with connection.cursor() as cursor:
            cursor.execute(self.text(name), parameters or {})
            row = cursor.fetchone()
            return row[0] if row else None

    def row(self, name: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Run a statement that returns one row, prepared once by the server for each connection: for what is asked often.

        The server binds the parameters, so each wants its type in the text: `%(id)s::uuid`. LookupError without a row.
        """
        text, names = _numbered(self.folder / f"{name}.sql")
        with prepared_cursor() as cursor:
            cursor.execute(text, [parameters[one] for one in names])
            columns = [column[0] for column in cursor.description or ()]
            if (row := cursor.fetchone()) is None:
                raise LookupError(name)
            return dict(zip(columns, row, strict=True))

    def run(self, name: str, parameters: Mapping[str, Any] | None = None) -> int:
        """Run a statement that returns nothing; return the number of rows it touched."""
        with connection.cursor() as cursor:
            cursor.execute(self.text(name), parameters or {})
            return int(cursor.rowcount)


def rows_of(text: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    """Run a statement put together from several and return its rows as dictionaries."""
    with connection.cursor() as cursor:
        cursor.execute(text, parameters or {})
        columns = [column[0] for column in cursor.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


@cache
def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def prepared_cursor() -> CursorWrapper:
    """Return a cursor as Django's own (checked, counted, its errors translated) that lets the server bind and prepare.

    Its statements hold the server's own marks for parameters: $1, $2, …
    """
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    make = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    cursor: CursorWrapper = make(cast("Any", RawCursor(connection.connection)))
    return cursor


@cache
def _numbered(path: Path) -> tuple[str, list[str]]:
    """Return a statement with the server's own marks, $1, $2, …, and which parameter each stands for."""
    text = _read(path)
    names = list(dict.fromkeys(NAMED.findall(text)))
    return NAMED.sub(lambda found: f"${names.index(found[1]) + 1}", text), names
