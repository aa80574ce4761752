"""PostGIS statements by name: each app keeps them in `sql/<name>.sql`, one statement a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection


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
