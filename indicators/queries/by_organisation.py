"""What everybody may see: which share of each organisation's hours stands on entries by hand, over twelve months."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from indicators.logic.catalogue import BY_CODE
from indicators.logic.figures import Parts, Told, told
from indicators.logic.months import month_of, run, shifted
from indicators.queries.kept import details_by_month, newest_day, series, sources
from people.models import Organisation

MONTHS = 12


@dataclass(frozen=True, slots=True)
class OrganisationLine:
    """An organisation's twelve months."""

    code: str
    name: str
    kind: str
    parts: Parts
    told: Told


@dataclass(frozen=True, slots=True)
class OfAll:
    """The table, the whole of it, and which months it holds."""

    first: date
    last: date
    day: date
    total: Parts
    lines: tuple[OrganisationLine, ...]


def hours_by_hand() -> OfAll | None:
    """Return the registered organisations, the highest share first, with the last twelve full months; None before any night."""
    day = newest_day()
    if day is None:
        return None
    indicator = BY_CODE["manual_hours"]
    last = shifted(month_of(day), -1)
    first = shifted(last, 1 - MONTHS)
    known = sources([indicator], run(first, last))
    by_code: dict[str, Parts] = defaultdict(Parts)
    for (code, _month), parts in details_by_month(known, scope="").items():
        by_code[code] += parts
    total = sum(series(known, scope="", detail="").values(), Parts())
    active = Organisation.objects.filter(state=Organisation.State.ACTIVE)
    lines = [
        OrganisationLine(
            one.code, one.name, one.get_kind_display(), by_code[one.code], told(indicator, by_code[one.code])
        )
        for one in active.order_by("kind", "code")
    ]
    return OfAll(first, last, day, total, tuple(sorted(lines, key=_highest_first)))


def _highest_first(line: OrganisationLine) -> tuple[bool, float, str]:
    is_number = line.told is Told.NUMBER
    share = line.parts.numerator / line.parts.denominator if is_number else 0.0
    return not is_number, -share, line.code
