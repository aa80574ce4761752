"""What an indicator counts, from the rows of the other apps as they were known at an instant."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from django.db import connection
from django.utils import timezone

from core.sql import Statements, rows_of
from indicators.logic.catalogue import Indicator
from indicators.logic.figures import Parts
from indicators.logic.months import counted_on, shifted
from planning.queries import compliance
from planning.queries.coverage import STATEMENTS

SQL: Final = Statements(Path(__file__).resolve().parent.parent / "sql")
FRAGMENTS: Final = ("services", "volunteers", "months")
WHICH: Final = {
    "": "true",
    "counted": "told.numerator > 0",
    "missing": "told.numerator = 0",
}


@dataclass(frozen=True, slots=True)
class Count:
    """The parts of a number: of which month, area (a division code's beginning, "" everywhere) and detail ("" all)."""

    month: date
    scope: str
    detail: str
    parts: Parts


@dataclass(frozen=True, slots=True)
class Asked:
    """Which rows: of a number's month, area and detail; all, those counted in the numerator, or those that miss there."""

    month: date
    scope: str = ""
    detail: str = ""
    which: str = ""


def instant_after(day: date) -> datetime:
    """Return when the day is over in Asia/Shanghai: what the snapshot of a day knows was recorded by then."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def counts(indicator: Indicator, on: date) -> list[Count]:
    """Return what the snapshot of a day counts, ordered by month, area and detail; one statement."""
    first, last = counted_on(on, is_ahead=indicator.is_ahead)
    text = SQL.text("figures").replace("{told}", _told(indicator))
    found = rows_of(text, _parameters(on, first, last))
    return [
        Count(
            row["month"],
            row["scope"],
            row["detail"],
            Parts(row["numerator"], row["denominator"], row["persons"], row["rows"]),
        )
        for row in found
    ]


def definition(indicator: Indicator) -> str:
    """Return the fingerprint of what is counted: of the statement with all it stands on."""
    return hashlib.sha256(_told(indicator).encode()).hexdigest()


def fingerprint(found: list[Count]) -> str:
    """Return the SHA-256 of the counts as canonical JSON."""
    rows = [[one.month.isoformat(), one.scope, one.detail, *astuple(one.parts)] for one in found]
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def sums(indicator: Indicator, on: date, asked: Asked) -> Parts:
    """Return how many rows were asked for and what they add up to, as known after a day."""
    row = rows_of(_narrowed("counts", indicator, asked), _of_rows(indicator, on, asked))[0]
    return Parts(row["numerator"], row["denominator"], 0, row["rows"])


def page_of_rows(indicator: Indicator, on: date, asked: Asked, *, first: int, count: int) -> list[dict[str, Any]]:
    """Return a page of the rows behind a number, the latest first, as known after a day."""
    text = f"{_narrowed('rows', indicator, asked)} LIMIT %(count)s OFFSET %(first)s"
    return rows_of(text, {**_of_rows(indicator, on, asked), "count": count, "first": first})


def all_rows(indicator: Indicator, on: date, asked: Asked, *, at_once: int = 2000) -> Iterator[list[dict[str, Any]]]:
    """Yield all rows behind a number, so many at once, from a cursor of the server's."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(_narrowed("rows", indicator, asked), _of_rows(indicator, on, asked))
        while part := cursor.fetchmany(at_once):
            columns = [column[0] for column in cursor.description or ()]
            yield [dict(zip(columns, row, strict=True)) for row in part]


def _told(indicator: Indicator) -> str:
    text = SQL.text("told").replace("{fact}", SQL.text(indicator.code))
    for name in FRAGMENTS:
        text = text.replace(f"{{{name}}}", SQL.text(name))
    text = text.replace("{known}", STATEMENTS.text("compliance_known"))
    text = text.replace("{register}", STATEMENTS.text("compliance_register"))
    # Last: it is whole already, and its comments name the others.
    return text.replace("{visits_at}", compliance.statement("compliance_visits"))


def _narrowed(name: str, indicator: Indicator, asked: Asked) -> str:
    return SQL.text(name).replace("{told}", _told(indicator)).replace("{which}", WHICH[asked.which])


def _of_rows(indicator: Indicator, on: date, asked: Asked) -> dict[str, Any]:
    narrow = {"month": asked.month, "scope": f"{asked.scope}%", "detail": asked.detail}
    # What lies ahead is counted from the first of its months on: what waits already falls into that one.
    first, last = counted_on(on, is_ahead=True) if indicator.is_ahead else (asked.month, asked.month)
    return {**_parameters(on, first, last), **narrow}


def _parameters(on: date, first: date, last: date) -> dict[str, Any]:
    return {
        "as_of": instant_after(on),
        # The first day of which nothing is known yet.
        "known_on": on + timedelta(days=1),
        "from_on": first,
        "to_on": last,
        "from_at": compliance.start_of(first),
        "to_at": compliance.start_of(shifted(last, 1)),
        "pattern": "%",
        "level": "",
    }
