"""The problem behind a plan, as the solver and whoever moves a visit by hand see it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final, TypeAlias
from uuid import UUID

from django.contrib.gis.db.models.functions import Centroid
from django.contrib.gis.geos import Point
from django.db.models import F

from patrol.logic.safety import ONLY_TIME_HELPS, people_at_difficult, rules_asked
from patrol.models import Assignment
from patrol.queries.outings import rules_on
from planning.logic.aims import read_aims, steadier
from planning.logic.assign import (
    Change,
    ChangeKind,
    ChangePrices,
    Fit,
    Locked,
    Problem,
    Site,
    fits,
    loads_of,
    with_changes,
)
from planning.logic.reasons import OwnReason
from planning.logic.terms import Terms, read_terms
from planning.models import Duty, Plan, PlanItem, WideMember
from planning.queries.duties import DutyFacts, DutyToday, duties
from planning.queries.volunteers import Sendable, first_day, names_of, sendable_volunteers

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django_stubs_ext import WithAnnotations


class PlacedFacts(DutyFacts):
    """What the solver needs to know of a duty."""

    place: Point
    minutes: int
    is_difficult: bool


DutyPlaced: TypeAlias = "WithAnnotations[Duty, PlacedFacts]"
# Whoever goes where it is difficult has been trained for it (志愿服务条例, Art. 16); a code of the skill vocabulary.
SKILLS_FOR_DIFFICULT: Final = frozenset({"mountain_patrol"})


@dataclass(frozen=True, slots=True)
class PlanProblem:
    """The problem, the names of its volunteers, and the sites left out beforehand with reason and figures."""

    problem: Problem
    names: dict[str, str]
    left_out: dict[str, tuple[str, dict[str, str]]]


@dataclass(frozen=True, slots=True)
class Taker:
    """Somebody who can take one more visit: straight kilometres, minutes with travel, and visits planned already."""

    volunteer_id: str
    name: str
    distance_km: float
    minutes: int
    visits: int


def plan_problem(plan: Plan, *, on: date) -> PlanProblem:
    """Return the problem of a plan on a day: its sites but those removed, closed or already asked, and who can go.

    What the plan it follows asked somebody to do is free to be planned, and a promise to whoever was asked.
    """
    terms = read_terms(plan.terms)
    removed = {str(key) for key in plan.omissions.filter(reason=OwnReason.REMOVED).values_list("site_id", flat=True)}
    known = {str(key) for key in _site_ids(plan)}
    asked = _asked(known, plan)
    asleep = Duty.objects.filter(pk__in=[UUID(key) for key in known], suspended_until__gte=on)
    suspended = {str(key) for key in asleep.values_list("pk", flat=True)}
    outside = removed | asked.keys() | terms.closed | suspended
    volunteers = _volunteers(plan, terms, on)
    waiting = duties((plan.district_id,), on=on).filter(site_id__in=known - outside)
    aims = read_aims(plan.goals)
    posed = problem_of(waiting, volunteers, on=on, locked=_locked(plan, without=asked.keys()))
    problem = (steadier(aims) if plan.follows_id else aims).apply(posed)
    left_out: dict[str, tuple[str, dict[str, str]]] = {
        site_id: (OwnReason.ALREADY_ASKED, params) for site_id, params in asked.items()
    }
    left_out |= {site_id: (OwnReason.SUSPENDED, {}) for site_id in suspended - asked.keys()}
    left_out |= {site_id: (OwnReason.CLOSED, {}) for site_id in known & terms.closed}
    left_out |= {site_id: (OwnReason.REMOVED, {}) for site_id in removed}
    return PlanProblem(_with_changes(plan, problem), names_of(volunteers), left_out)


def takers(found: PlanProblem, site_id: str, planned: Iterable[tuple[str, str]]) -> list[Taker]:
    """Return who can take the site beside the planned (site, volunteer) pairs, nearest first; none for a site left out."""
    return [
        Taker(one.volunteer_id, found.names[one.volunteer_id], one.distance_km, one.minutes, one.visits)
        for one in fits_of(found, site_id, planned)
        if one.is_possible
    ]


def fits_of(found: PlanProblem, site_id: str, planned: Iterable[tuple[str, str]]) -> list[Fit]:
    """Return how the site fits each volunteer beside the planned pairs, nearest first; none for a site left out."""
    site = next((one for one in found.problem.sites if one.id == site_id), None)
    if site is None:
        return []
    return fits(found.problem, site, loads_of(found.problem, planned, without=site_id))


def people_at(found: PlanProblem, site_id: str) -> int:
    """Return how many go to the site together; one for a site that is not in the problem."""
    return next((found.problem.people(one) for one in found.problem.sites if one.id == site_id), 1)


def problem_of(
    waiting: "QuerySet[DutyToday]", volunteers: Iterable[Sendable], *, on: date, locked: Iterable[Locked] = ()
) -> Problem:
    """Return the problem of visiting the sites of the duties, under the policy of the day."""
    rules = rules_on(on).safety
    asked = {is_difficult: rules_asked(rules, is_difficult=is_difficult) for is_difficult in (False, True)}
    sites: QuerySet[DutyPlaced] = waiting.annotate(
        place=Centroid("site__geom"), minutes=F("site__visit_minutes"), is_difficult=F("site__is_difficult")
    ).order_by("site__code")
    return Problem(
        sites=tuple(_as_site(duty, asked[duty.is_difficult]) for duty in sites),
        volunteers=tuple(one.as_problem for one in volunteers),
        locked=tuple(locked),
        people_at_difficult=people_at_difficult(rules),
        prices=ChangePrices(never=ONLY_TIME_HELPS),
    )


def _as_site(duty: "DutyPlaced", clearances: frozenset[str]) -> Site:
    return Site(
        id=str(duty.site_id),
        lon=duty.place.x,
        lat=duty.place.y,
        urgency=duty.urgency,
        skills=SKILLS_FOR_DIFFICULT if duty.is_difficult else frozenset(),
        is_difficult=duty.is_difficult,
        duration_minutes=duty.minutes,
        clearances=clearances,
    )


def _volunteers(plan: Plan, terms: Terms, on: date) -> list[Sendable]:
    found = sendable_volunteers(
        on=on,
        first=first_day(on),
        last=plan.do_by,
        quiet=terms.quiet,
        follows=plan.follows_id,
        wide=plan.wide_id,
        plan=plan.pk,
    )
    found = [one for one in found if one.as_problem.id not in terms.absent]
    if plan.wide_id is not None:
        ours = WideMember.objects.filter(wide=plan.wide_id, district=plan.district_id)
        own = {str(key) for key in (*ours.values_list("volunteer_id", flat=True), *_people(plan))}
        found = [one for one in found if one.as_problem.id in own]
    promised = _promised(plan)
    return [
        replace(one, as_problem=replace(one.as_problem, promised=promised.get(one.as_problem.id, frozenset())))
        for one in found
    ]


def _people(plan: Plan) -> set[UUID]:
    return {who for _site, who in visit_pairs(plan.items.all())}


def visit_pairs(items: "QuerySet[PlanItem]") -> list[tuple[UUID, UUID]]:
    """Return who goes to which site as (site, person), two for a site to which two go, by the site's code."""
    rows = items.order_by("site__code").values_list("site_id", "volunteer_id", "companion_id")
    return [(site, who) for site, lead, companion in rows for who in (lead, companion) if who is not None]


def planned_pairs(plan: Plan) -> list[tuple[str, str]]:
    """Return who goes to which site of the plan, as the solver's ids."""
    return [(str(site), str(who)) for site, who in visit_pairs(plan.items.all())]


def _promised(plan: Plan) -> dict[str, frozenset[str]]:
    if plan.follows_id is None:
        return {}
    open_ones = Assignment.objects.filter(plan_id=plan.follows_id, status=Assignment.Status.OPEN)
    found: dict[str, frozenset[str]] = {}
    for lead, companion, site in open_ones.values_list("volunteer_id", "companion_id", "site_id"):
        for who in (lead, companion):
            found[str(who)] = found.get(str(who), frozenset()) | {str(site)}
    return found


def _with_changes(plan: Plan, problem: Problem) -> Problem:
    sites, people = {one.id for one in problem.sites}, {one.id for one in problem.volunteers}
    for one in plan.changes.order_by("pk"):
        who = str(one.volunteer_id) if one.volunteer_id else None
        if str(one.site_id) in sites and (who is None or who in people):
            problem = with_changes(problem, str(one.site_id), [Change(ChangeKind(one.kind), one.amount, who)])
    return problem


def _site_ids(plan: Plan) -> list[object]:
    planned = plan.items.values_list("site_id", flat=True)
    return [*planned, *plan.omissions.values_list("site_id", flat=True)]


def _asked(site_ids: Iterable[str], plan: Plan) -> dict[str, dict[str, str]]:
    open_ones = Assignment.objects.filter(site_id__in=list(site_ids), status=Assignment.Status.OPEN)
    if plan.follows_id is not None:
        open_ones = open_ones.exclude(plan_id=plan.follows_id)
    rows = open_ones.values_list("site_id", "volunteer__name", "do_by")
    return {str(site_id): {"name": name, "do_by": do_by.isoformat()} for site_id, name, do_by in rows}


def _locked(plan: Plan, *, without: Iterable[str]) -> list[Locked]:
    asked = set(without)
    pairs = visit_pairs(plan.items.filter(is_locked=True))
    return [Locked(str(site), str(volunteer)) for site, volunteer in pairs if str(site) not in asked]
