"""What a plan over many districts looks at: its districts, who belongs where, and what is left at the borders."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Count, QuerySet

from planning.logic.aims import read_aims
from planning.logic.assign import OmissionReason, Problem
from planning.models import Plan, PlanOmission, WidePlan
from planning.queries.coverage import STATEMENTS
from planning.queries.duties import duties, in_areas
from planning.queries.problems import problem_of
from planning.queries.volunteers import first_day, sendable_volunteers
from sites.models import District

NO_PLAN: Final = UUID(int=0)


def waiting_districts(area: str, *, on: date, statuses: Collection[str]) -> list[District]:
    """Return the districts of the area that have a site with one of the statuses, by code."""
    waiting = duties((area,), on=on).filter(status__in=list(statuses))
    codes = set(waiting.values_list("site__district_id", flat=True).order_by())
    return list(District.objects.filter(pk__in=codes).defer("geom").order_by("code"))


def home_districts(codes: Iterable[str]) -> dict[UUID, str]:
    """Return for each volunteer who can be sent the one of the districts they belong to."""
    rows = STATEMENTS.rows("home_districts", {"districts": list(codes)})
    return {row["volunteer"]: row["district"] for row in rows}


def border_problem(wide: WidePlan, *, on: date) -> Problem:
    """Return the problem of the sites the drafts leave out for want of people, and what everybody has left beside them."""
    drafts = wide.plans.filter(state=Plan.State.DRAFT)
    out = PlanOmission.objects.filter(plan__in=drafts, reason__in=list(OmissionReason))
    keys = set(out.values_list("site_id", flat=True))
    waiting = duties((wide.area,), on=on).filter(site_id__in=keys)
    # Every visit of the drafts is taken off: no plan is this one.
    people = sendable_volunteers(on=on, first=first_day(on), last=wide.do_by, wide=wide.pk, plan=NO_PLAN)
    members = {str(key) for key in wide.members.values_list("volunteer_id", flat=True)}
    goals = drafts.values_list("goals", flat=True).order_by("pk").first() or {}
    aims = replace(read_aims(goals), order=())
    return aims.apply(problem_of(waiting, [one for one in people if one.as_problem.id in members], on=on))


def wide_plans_in(areas: Iterable[str]) -> "QuerySet[WidePlan]":
    """Return the plans of many districts within the areas, newest first, with the number of `districts`."""
    found = WidePlan.objects.filter(in_areas(areas, "area")).annotate(districts=Count("plans"))
    return found.order_by("-made_at", "-pk")
