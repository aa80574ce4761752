"""What the snapshots say: of each month the newest one that counted it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Max, Q, QuerySet
from django.db.models.functions import TruncMonth

from indicators.logic.catalogue import Indicator
from indicators.logic.figures import Parts
from indicators.logic.months import SHOWN, known_in, month_of, run, shifted
from indicators.models import Figure, Snapshot

DISTRICT_DIGITS: Final = 6


@dataclass(frozen=True, slots=True)
class Source:
    """Which snapshot tells a month: its id, its day, its fingerprint."""

    snapshot: str
    on: date
    sha256: str


Sources = Mapping[tuple[str, date], Source]


def newest_day() -> date | None:
    """Return the day of the newest snapshot."""
    found: date | None = Snapshot.objects.aggregate(day=Max("on"))["day"]
    return found


def months_told(day: date) -> list[date]:
    """Return the months that can be chosen, the latest first: from the first snapshot's to the newest's."""
    first = Snapshot.objects.order_by("on").values_list("on", flat=True).first()
    return run(month_of(first), month_of(day))[::-1] if first else []


def sources(indicators: Iterable[Indicator], months: Iterable[date]) -> Sources:
    """Return for each indicator and month the newest snapshot that counted it; two statements."""
    newest: dict[str, dict[date, Source]] = defaultdict(dict)
    for one in _newest_of_months([one.code for one in indicators]):
        newest[one.indicator][month_of(one.on)] = Source(str(one.pk), one.on, one.sha256)
    found: dict[tuple[str, date], Source] = {}
    wanted = list(months)
    for indicator in indicators:
        taken = newest[indicator.code]
        for month in wanted:
            when = known_in(month, set(taken), is_ahead=indicator.is_ahead)
            if when is not None:
                found[indicator.code, month] = taken[when]
    return found


def series(told: Sources, *, scope: str, detail: str) -> dict[tuple[str, date], Parts]:
    """Return the parts of an area and detail by indicator and month."""
    months = {(one.snapshot, month): code for (code, month), one in told.items()}
    figures = _figures({one.snapshot for one in told.values()}).filter(scope=scope, detail=detail)
    return {
        (months[str(one.snapshot_id), one.month], one.month): _parts(one)
        for one in figures
        if (str(one.snapshot_id), one.month) in months
    }


def districts(source: Source, month: date, *, scope: str) -> dict[str, Parts]:
    """Return the parts by district within an area; what has no district stands in the whole only."""
    found = _figures([source.snapshot]).filter(month=month, detail="", scope__startswith=scope)
    return {one.scope: _parts(one) for one in found if len(one.scope) == DISTRICT_DIGITS}


def details(source: Source, month: date, *, scope: str) -> dict[str, Parts]:
    """Return the parts of an area by detail."""
    found = _figures([source.snapshot]).filter(month=month, scope=scope).exclude(detail="")
    return {one.detail: _parts(one) for one in found}


def grid(source: Source, month: date, *, scope: str) -> dict[tuple[str, str], Parts]:
    """Return the parts by district and detail within an area."""
    found = _figures([source.snapshot]).filter(month=month, scope__startswith=scope).exclude(detail="")
    return {(one.scope, one.detail): _parts(one) for one in found if len(one.scope) == DISTRICT_DIGITS}


def details_by_month(told: Sources, *, scope: str) -> dict[tuple[str, date], Parts]:
    """Return the parts of an area by detail and month, for one indicator's sources."""
    valid = {(one.snapshot, month) for (_code, month), one in told.items()}
    found = _figures({one.snapshot for one in told.values()}).filter(scope=scope).exclude(detail="")
    return {(one.detail, one.month): _parts(one) for one in found if (str(one.snapshot_id), one.month) in valid}


def shown_months(last: date) -> list[date]:
    """Return the months of a chart that ends with the month asked for."""
    return run(shifted(last, 1 - SHOWN), last)


def newest_of_all() -> list[Snapshot]:
    """Return the newest snapshot of each indicator."""
    return list(Snapshot.objects.order_by("indicator", "-on").distinct("indicator"))


def _newest_of_months(codes: list[str]) -> list[Snapshot]:
    last = (
        Snapshot.objects.filter(indicator__in=codes)
        .annotate(taken_in=TruncMonth("on"))
        .values("indicator", "taken_in")
        .annotate(last=Max("on"))
        .values_list("indicator", "last")
    )
    wanted = Q(pk=None)
    for day, named in _by_day(last).items():
        wanted |= Q(on=day, indicator__in=named)
    return list(Snapshot.objects.filter(wanted))


def _by_day(pairs: Iterable[tuple[str, date]]) -> dict[date, list[str]]:
    found: dict[date, list[str]] = defaultdict(list)
    for code, day in pairs:
        found[day].append(code)
    return found


def _figures(snapshots: Iterable[str]) -> QuerySet[Figure]:
    return Figure.objects.filter(snapshot__in=list(snapshots))


def _parts(one: Figure) -> Parts:
    return Parts(one.numerator, one.denominator, one.persons, one.rows)
