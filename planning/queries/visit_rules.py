"""The visit rules of some areas, and what a new one would change."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from patrol.models import Case
from planning.logic.duty import KEY_SECTION
from planning.models import VisitRule
from planning.queries.duties import in_areas
from planning.queries.obligations import SERIOUS
from sites.models import Section, Site

DAYS_A_MONTH = 30


@dataclass(frozen=True, slots=True)
class Effect:
    """How many sites a rule fits as they stand now, and how many of them must be visited more often than without it."""

    fits: int
    stricter: int


def rules_about(areas: Iterable[str]) -> list[VisitRule]:
    """Return the rules, running and ended, that concern a site of the areas: whole areas' and their districts' alike."""
    areas = list(areas)
    rules = VisitRule.objects.order_by("scope", "value", "interval_days", "code")
    return [rule for rule in rules if any(_meet(rule.district_prefix, area) for area in areas)]


def effect(rule: VisitRule) -> Effect:
    """Return what a rule would change, in one query."""
    days = rule.interval_months * DAYS_A_MONTH or rule.interval_days
    counted = fitting_sites(rule).aggregate(
        fits=Count("pk"), stricter=Count("pk", filter=Q(duty__interval_days__gt=days))
    )
    return Effect(counted["fits"], counted["stricter"])


def fitting_sites(rule: VisitRule) -> QuerySet[Site]:
    """Return the active sites a rule fits, its days and its season aside; `planning_duty_on` says the same."""
    found = Site.objects.filter(in_areas([rule.district_prefix], "district__code"), is_active=True)
    if rule.level:
        found = found.filter(level=rule.level)
    if rule.condition:
        found = found.filter(condition=rule.condition)
    if rule.category:
        found = found.filter(Q(category=rule.category) | Q(category__parent=rule.category))
    return _looked_at(found, rule)


def _looked_at(found: QuerySet[Site], rule: VisitRule) -> QuerySet[Site]:
    match rule.scope:
        case VisitRule.Scope.LEVEL:
            return found.filter(level=rule.value)
        case VisitRule.Scope.CONDITION:
            return found.filter(condition=rule.value)
        case VisitRule.Scope.HAZARD:
            return found.filter(Exists(Case.objects.filter(site=OuterRef("pk"), severity__gte=SERIOUS, closed_at=None)))
        case VisitRule.Scope.SECTION:
            sections = Section.objects.filter(site=OuterRef("pk"), is_current=True)
            return found.filter(Exists(sections.filter(is_key=True) if rule.value == KEY_SECTION else sections))
    return found


def _meet(prefix: str, area: str) -> bool:
    return prefix.startswith(area) or area.startswith(prefix)
