"""What a reader asks for, held against what they may see."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.utils import timezone

from core.errors import NotFound
from indicators.logic.catalogue import ALL, BY_CODE, Detail, Indicator
from indicators.logic.months import AHEAD, month_of, run, shifted
from indicators.permissions import Reach, View, check_sees, reach_of
from indicators.queries.facts import WHICH, Asked
from indicators.queries.kept import months_told, newest_day, shown_months
from people.models import Organisation
from people.permissions import Person
from planning.queries.jurisdictions import jurisdictions

ORGANISATION: Final = "organisation:"


@dataclass(frozen=True, slots=True)
class Question:
    """Whose numbers of which month; `day` is that of the newest snapshot (None before the first)."""

    reach: Reach
    view: View
    month: date
    day: date | None
    whose: tuple[tuple[str, str], ...]
    months: tuple[date, ...]

    @property
    def of(self) -> str:
        """The choice as it stands in an address."""
        return f"{ORGANISATION}{self.view.organisation}" if self.view.organisation else self.view.area

    @property
    def whose_name(self) -> str:
        """What the area or organisation is called."""
        return dict(self.whose).get(self.of, self.of)

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """The indicators that can be told of an area or of an organisation."""
        return tuple(one for one in ALL if not self.view.organisation or one.detail is Detail.ORGANISATION)

    def query(self, **more: str) -> str:
        """Return the question for an address, with more to it; what is empty is left out, but not whose numbers."""
        told = {"of": self.of, "month": f"{self.month:%Y-%m}", **more}
        return urlencode({key: value for key, value in told.items() if value or key == "of"})

    def month_of(self, indicator: Indicator) -> date:
        """Return the month that is told first of an indicator: of what lies ahead the next one."""
        return shifted(month_of(self.day), 1) if indicator.is_ahead and self.day else self.month

    def months_of(self, indicator: Indicator) -> list[date]:
        """Return the months of an indicator's chart."""
        if indicator.is_ahead:
            first = self.month_of(indicator)
            return run(first, shifted(first, AHEAD - 1))
        return shown_months(self.month)


def question(person: Person, told: Mapping[str, str]) -> Question:
    """Read a question: without one the first area and the last full month. Refuses NotAllowed, and NotFound for others' areas."""
    reach = reach_of(person)
    whose = _whose(reach)
    of = told.get("of", whose[0][0])
    view = View(organisation=of.removeprefix(ORGANISATION)) if of.startswith(ORGANISATION) else View(area=of)
    check_sees(reach, view)
    day = newest_day()
    months = months_told(day) if day else []
    return Question(reach, view, _month(told.get("month", ""), months), day, tuple(whose), tuple(months))


def indicator_of(code: str, asked: Question) -> Indicator:
    """Return the indicator of a code; refuse NotFound for one that is not told of these."""
    indicator = BY_CODE.get(code)
    if indicator is None or indicator not in asked.indicators:
        raise NotFound
    return indicator


def rows_asked(asked: Question, indicator: Indicator, told: Mapping[str, str]) -> Asked:
    """Return which rows are asked for, within the area or organisation. Refuses NotFound for what lies outside of it."""
    which, district = told.get("which", ""), told.get("district", "") or asked.view.area
    detail = told.get("detail", "") or asked.view.organisation
    is_inside = district.startswith(asked.view.area) and (district.isdigit() or not district)
    if asked.view.organisation:
        is_inside = is_inside and not told.get("district") and detail in asked.reach.organisations
    if which not in WHICH or not is_inside:
        raise NotFound
    month = asked.month_of(indicator)
    if indicator.is_ahead and told.get("due"):
        month = next((one for one in asked.months_of(indicator) if f"{one:%Y-%m}" == told["due"]), month)
    return Asked(month, district, detail, which)


def _whose(reach: Reach) -> list[tuple[str, str]]:
    areas = [(one.code, one.name) for one in jurisdictions(reach.areas)]
    held = Organisation.objects.filter(code__in=reach.organisations).order_by("kind", "code")
    return areas + [(f"{ORGANISATION}{one.code}", one.name) for one in held]


def _month(said: str, months: list[date]) -> date:
    chosen = next((one for one in months if f"{one:%Y-%m}" == said), None)
    if chosen is not None or not months:
        return chosen or month_of(timezone.localdate())
    # The running month has days to come.
    return months[1] if len(months) > 1 else months[0]
