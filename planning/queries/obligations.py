"""What is owed to one site, on any day: the rules that fit, which one decides, the suspensions."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from patrol.models import Case
from planning.logic import duty as rules
from planning.models import SuspendedTime, Suspension, VisitRule
from planning.queries.duties import today
from sites.models import Site

# A case from this severity on is a serious hazard.
SERIOUS: Final = 3


@dataclass(frozen=True, slots=True)
class FittingRule:
    """A rule that fits the site on the day, how many days it allows, and when by it the next visit is due (none: never visited)."""

    rule: VisitRule
    interval_days: int
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Obligation:
    """What is owed to a site on a day; `fitting` begins with the rule that decides, and is empty where only the floor holds."""

    on: date
    last_visited_on: date | None
    interval_days: int
    due_on: date | None
    suspended_until: date | None
    status: rules.Status
    fitting: tuple[FittingRule, ...]


def obligation(site: Site, on: date) -> Obligation:
    """Return what is owed to the site on that day, by the database's own function, with every rule that fits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM planning_duty_on(%s::uuid[], %s)", [[site.pk], on])
        _site, last, interval, _rule, due, until, *_columns = cursor.fetchone()
    fitting = fitting_rules(site, on, last)
    status = rules.status(last_visited_on=last, due_on=due, today=on, suspended_until=until)
    return Obligation(on, last, interval, due, until, status, tuple(fitting))


def fitting_rules(site: Site, on: date, last_visited_on: date | None) -> list[FittingRule]:
    """Return the rules that fit the site on that day, strictest first."""
    stored = {one.code: one for one in VisitRule.objects.all()}
    facts = facts_of(site, on)
    found = []
    for code, one in stored.items():
        duty = rules.strictest([as_rule(one)], **facts, on=on, last_visited_on=last_visited_on)
        if duty is not None:
            due = rules.due_on(last_visited_on, duty.interval_days)
            found.append(FittingRule(stored[code], duty.interval_days, due))
    return sorted(found, key=lambda one: (one.interval_days, one.rule.code))


def facts_of(site: Site, on: date) -> dict[str, Any]:
    """Return what the rules look at: the site as it is, with the cases open at the end of that day."""
    sections = list(site.sections.filter(is_current=True).values_list("is_key", flat=True))
    opened = Case.objects.filter(site=site, severity__gte=SERIOUS)
    return {
        "level": site.level_id,
        "condition": site.condition_id or "",
        "category": site.category_id,
        "parent_category": site.category.parent_id or "",
        "district_code": site.district_id,
        "has_open_hazard": any(_is_open(one, on) for one in opened.only("opened_at", "closed_at")),
        "has_sections": bool(sections),
        "has_key_section": any(sections),
    }


def _is_open(case: Case, on: date) -> bool:
    # Today holds everything that is known, also what a clock dates ahead.
    if on >= today():
        return case.closed_at is None
    is_closed = case.closed_at is not None and timezone.localdate(case.closed_at) <= on
    return timezone.localdate(case.opened_at) <= on and not is_closed


def as_rule(stored: VisitRule) -> rules.VisitRule:
    """Return a stored rule as the plain one."""
    return rules.VisitRule(
        id=stored.code,
        scope=rules.Scope(stored.scope),
        value=stored.value,
        interval_days=stored.interval_days,
        valid_from=stored.valid_from,
        valid_to=stored.valid_to,
        district=stored.district_prefix,
        category=stored.category,
        level=stored.level,
        condition=stored.condition,
        interval_months=stored.interval_months,
        season_from=stored.season_from,
        season_to=stored.season_to,
    )


def suspensions_of(site: Site) -> QuerySet[Suspension]:
    """Return the site's suspensions, the latest first."""
    return site.suspensions.select_related("by", "lifted_by").order_by("-from_on", "-at")


def last_day(one: SuspendedTime) -> date:
    """Return the last day of a suspension, lifted or not; before its first where it was lifted before it began."""
    return one.to_on if one.lifted_on is None else one.lifted_on - timedelta(days=1)


def rules_valid_on(day: date) -> frozenset[str]:
    """Return the codes of the rules that hold on a day: within their validity and their season."""
    held = VisitRule.objects.filter(valid_from__lte=day).exclude(valid_to__lt=day)
    return frozenset(one.code for one in held if rules.is_in_season(as_rule(one), day))
