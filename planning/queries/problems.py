"""The problem behind a plan, as the solver and whoever moves a visit by hand see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, TypeAlias

from django.contrib.gis.db.models.functions import Centroid
from django.contrib.gis.geos import Point
from django.db.models import F

from patrol.models import Assignment
from planning.logic.assign import Locked, Problem, Site, Volunteer
from planning.logic.reach import great_circle_m, places
from planning.logic.reasons import OwnReason
from planning.models import Duty, Plan
from planning.queries.duties import DutyFacts, duties
from planning.queries.volunteers import first_day, names_of, sendable_volunteers

if TYPE_CHECKING:
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
    """Return the problem of a plan on a day: its sites but those removed or already asked, and who can go."""
    removed = {str(key) for key in plan.omissions.filter(reason=OwnReason.REMOVED).values_list("site_id", flat=True)}
    known = {str(key) for key in _site_ids(plan)}
    asked = _asked(known)
    volunteers = sendable_volunteers(first=first_day(on), last=plan.do_by)
    waiting = duties((plan.district_id,), on=on).filter(site_id__in=known - removed - asked.keys())
    sites = waiting.annotate(
        place=Centroid("site__geom"), minutes=F("site__visit_minutes"), is_difficult=F("site__is_difficult")
    ).order_by("site__code")
    problem = Problem(
        sites=tuple(_site(duty) for duty in sites),
        volunteers=tuple(one.as_problem for one in volunteers),
        locked=tuple(_locked(plan, without=asked.keys())),
    )
    left_out: dict[str, tuple[str, dict[str, str]]] = {
        site_id: (OwnReason.ALREADY_ASKED, params) for site_id, params in asked.items()
    }
    return PlanProblem(
        problem, names_of(volunteers), left_out | {site_id: (OwnReason.REMOVED, {}) for site_id in removed}
    )


def takers(found: PlanProblem, site_id: str, planned: Iterable[tuple[str, str]]) -> list[Taker]:
    """Return who can take the site beside the planned (site, volunteer) pairs, nearest first; none for a site left out."""
    problem = found.problem
    sites = {site.id: site for site in problem.sites}
    if site_id not in sites or not problem.volunteers:
        return []
    site = sites[site_id]
    loads = _loads(problem, sites, [pair for pair in planned if pair[0] != site_id])
    free = [_taker(found, site, one, *loads.get(one.id, (0, 0))) for one in problem.volunteers]
    return sorted((one for one in free if one), key=lambda one: (one.distance_km, one.volunteer_id))


def distance_km(site: Site, volunteer: Volunteer) -> float:
    """Return the straight kilometres between home and site, as the solver measures them."""
    return float(great_circle_m(places(site.lon, site.lat), places(volunteer.lon, volunteer.lat))[0]) / 1000


def _taker(found: PlanProblem, site: Site, one: Volunteer, visits: int, minutes: int) -> Taker | None:
    km = distance_km(site, one)
    long = found.problem.visit_minutes(site, km)
    is_able = km <= one.range_km and site.skills <= one.skills
    has_room = visits < one.max_visits and minutes + long <= one.free_minutes
    return Taker(one.id, found.names[one.id], km, long, visits) if is_able and has_room else None


def _loads(problem: Problem, sites: dict[str, Site], planned: Iterable[tuple[str, str]]) -> dict[str, tuple[int, int]]:
    volunteers = {one.id: one for one in problem.volunteers}
    loads: dict[str, tuple[int, int]] = {}
    for site_id, volunteer_id in planned:
        visits, minutes = loads.get(volunteer_id, (0, 0))
        if site_id in sites and volunteer_id in volunteers:
            km = distance_km(sites[site_id], volunteers[volunteer_id])
            minutes += problem.visit_minutes(sites[site_id], km)
        loads[volunteer_id] = (visits + 1, minutes)
    return loads


def _site_ids(plan: Plan) -> list[object]:
    planned = plan.items.values_list("site_id", flat=True)
    return [*planned, *plan.omissions.values_list("site_id", flat=True)]


def _asked(site_ids: Iterable[str]) -> dict[str, dict[str, str]]:
    open_ones = Assignment.objects.filter(site_id__in=list(site_ids), status=Assignment.Status.OPEN)
    rows = open_ones.values_list("site_id", "volunteer__name", "do_by")
    return {str(site_id): {"name": name, "do_by": do_by.isoformat()} for site_id, name, do_by in rows}


def _site(duty: "DutyPlaced") -> Site:
    return Site(
        id=str(duty.site_id),
        lon=duty.place.x,
        lat=duty.place.y,
        urgency=duty.urgency,
        skills=SKILLS_FOR_DIFFICULT if duty.is_difficult else frozenset(),
        is_difficult=duty.is_difficult,
        duration_minutes=duty.minutes,
    )


def _locked(plan: Plan, *, without: Iterable[str]) -> list[Locked]:
    asked = set(without)
    pairs = plan.items.filter(is_locked=True).order_by("site__code").values_list("site_id", "volunteer_id")
    return [Locked(str(site), str(volunteer)) for site, volunteer in pairs if str(site) not in asked]
