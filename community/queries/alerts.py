"""The alert board: what was counted each day in each district, judged against the eight weeks before, with the rows behind."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from django.utils.timezone import get_default_timezone

from community.logic.spikes import Verdict, judge
from community.models.alerts import AlertKind
from core.sql import Statements, rows_of
from sites.models import District

SQL: Final = Statements(Path(__file__).resolve().parent.parent / "sql")
BEFORE_DAYS: Final = 56
WEEK: Final = 7
SHOWN_DAYS: Final = 28
MOST_ROWS: Final = 200

Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """A kind in a district: the day and the week judged, and the counts of the last four weeks, oldest first."""

    kind: AlertKind
    area: str
    district: str
    day: Verdict
    week: Verdict
    counts: list[int]

    @property
    def is_unusual(self) -> bool:
        """Whether the day or the week is."""
        return self.day.is_unusual or self.week.is_unusual


def board(areas: Sequence[str], *, on: date) -> list[Line]:
    """Return every kind and district in which anything was counted, the most unusual first."""
    counts = _daily_counts(on - timedelta(days=BEFORE_DAYS + WEEK), on, areas)
    names = _names({area for _kind, area in counts})
    lines = [_line(place, days, on, names) for place, days in counts.items()]
    return sorted(lines, key=lambda line: (not line.is_unusual, min(line.day.tail, line.week.tail), line.area))


def rows_behind(kind: str, area: str, *, on: date, days: int) -> list[dict[str, Any]]:
    """Return the rows behind a number, newest first: (source, key, at)."""
    since, until = _moments(on - timedelta(days=days - 1), on)
    text = f"SELECT * FROM ({SQL.text('signals')}) s WHERE kind = %(kind)s AND area = %(area)s"  # noqa: S608 - our own text
    newest = f"{text} ORDER BY at DESC, key LIMIT {MOST_ROWS}"
    return rows_of(newest, {"since": since, "until": until, "kind": kind, "area": area})


def is_within(area: str, areas: Sequence[str]) -> bool:
    """Say whether the area is one of those; what has no district is for whoever sees the whole city."""
    return any(area.startswith(prefix) for prefix in areas) if area else any(len(one) <= len("11") for one in areas)


def _daily_counts(first: date, last: date, areas: Sequence[str]) -> dict[Place, dict[date, int]]:
    since, until = _moments(first, last)
    text = f'SELECT kind, area, "on", count(*) AS n FROM ({SQL.text("signals")}) s GROUP BY 1, 2, 3'  # noqa: S608 - our own text
    found: dict[Place, dict[date, int]] = defaultdict(dict)
    for row in rows_of(text, {"since": since, "until": until}):
        if is_within(row["area"], areas):
            found[row["kind"], row["area"]][row["on"]] = row["n"]
    return found


def _line(place: Place, days: dict[date, int], on: date, names: dict[str, str]) -> Line:
    kind, area = place
    run = [days.get(on - timedelta(days=back), 0) for back in range(BEFORE_DAYS + WEEK, -1, -1)]
    return Line(
        kind=AlertKind(kind),
        area=area,
        district=names.get(area, area),
        day=judge(run[-1], run[:-1][-BEFORE_DAYS:]),
        week=judge(sum(run[-WEEK:]), run[:-WEEK][-BEFORE_DAYS:], days=WEEK),
        counts=run[-SHOWN_DAYS:],
    )


def _names(areas: set[str]) -> dict[str, str]:
    return {one.code: one.name for one in District.objects.filter(code__in=areas).only("code", "name_zh", "name_en")}


def _moments(first: date, last: date) -> tuple[datetime, datetime]:
    zone = get_default_timezone()
    return datetime.combine(first, time(), zone), datetime.combine(last + timedelta(days=1), time(), zone)
