"""Duties with their status and urgency on a day, most urgent first."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, TypeAlias, TypedDict, cast

from django.db.models import (
    Case,
    CharField,
    DateField,
    F,
    FloatField,
    Func,
    IntegerField,
    OrderBy,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Greatest, Least
from django.utils import timezone

from planning.logic.urgency import LEVELS, MOST_INTERVALS, NEVER_INTERVALS
from planning.models import Duty
from sites.models import District

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class DutyFacts(TypedDict):
    """What a day adds to a duty."""

    status: str
    days_late: int | None
    urgency: float
    is_waiting: int


DutyToday: TypeAlias = "WithAnnotations[Duty, DutyFacts]"
MOST_URGENT_FIRST: Final = (
    OrderBy(F("is_waiting"), descending=True),
    OrderBy(F("urgency"), descending=True),
    OrderBy(F("due_on"), nulls_first=True),
    OrderBy(F("site_code")),
)


def today(at: datetime | None = None) -> date:
    """Return the day in Asia/Shanghai, now or at that time."""
    return timezone.localdate(at)


def duties(areas: Iterable[str], *, on: date) -> "QuerySet[DutyToday]":
    """Return the duties of active sites in the areas with `status`, `days_late`, `urgency` and `is_waiting`.

    `days_late` counts from the due day and is negative before it; none for a site never visited.
    """
    late = Func(
        Value(on), F("due_on"), template="(%(expressions)s)", arg_joiner="::date - ", output_field=IntegerField()
    )
    found = (
        Duty.objects.filter(of_areas(areas), is_active=True)
        .annotate(status=_status(on), days_late=late)
        .annotate(
            urgency=_urgency(),
            is_waiting=Case(When(status__in=["overdue", "never"], then=1), default=0, output_field=IntegerField()),
        )
    )
    return cast("QuerySet[DutyToday]", found)


def of_areas(areas: Iterable[str]) -> Q:
    """Return the condition that a duty's site lies in one of the areas; of everywhere nothing is asked."""
    held = list(areas)
    return Q() if "" in held else Q(district__in=District.objects.filter(in_areas(held, "code")).values("pk"))


def in_areas(areas: Iterable[str], field: str) -> Q:
    """Return the condition that a division code begins with one of the areas."""
    condition = Q(pk__in=[])
    for area in areas:
        condition |= Q(**{f"{field}__startswith": area}) if area else ~Q(pk__in=[])
    return condition


def _status(on: date) -> Func:
    return Func(
        F("last_visited_on"),
        F("due_on"),
        F("suspended_until"),
        Value(on, output_field=DateField()),
        function="planning_status",
        output_field=CharField(),
    )


def _urgency() -> Combinable:
    weight = Greatest(Value(LEVELS) - F("level__rank"), Value(1), output_field=FloatField())
    intervals = Least(Greatest(Cast("days_late", FloatField()) / F("interval_days"), Value(0.0)), Value(MOST_INTERVALS))
    late = Case(When(due_on=None, then=Value(NEVER_INTERVALS)), default=intervals, output_field=FloatField())
    return weight * (Value(1.0) + late)
