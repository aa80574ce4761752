"""Decides how the demo's sites stand today, and has one plan made and published by the same actions as real ones."""

import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from patrol.actions.promises import accept_assignment, decline_assignment
from patrol.demo import Wanted
from patrol.models import Assignment
from people.models import User
from planning.actions.offers import offer_released
from planning.actions.plans import ask_for_plan
from planning.actions.publishing import publish_plan
from planning.actions.solving import begin_solving, keep_solution
from planning.actions.wide import ask_for_wide_plan, begin_borders, keep_borders
from planning.demo.standing import Standing, last_visits
from planning.logic import assign
from planning.logic.aims import Aims
from planning.logic.assign import Goal
from planning.models import Duty, Offer, Plan, VisitRule
from sites.models import District

PLANNER: Final = "planner@example.org"
DISTRICT: Final = "110109"
DRAFT_DISTRICT: Final = "110108"
ASKED_DISTRICT: Final = "110106"
SEED: Final = 20260102
DAYS_AGO, DAYS_TO_GO, SECONDS = 9, 5, 3


def wanted_standing(certain: Mapping[str, tuple[int, ...]], hazards: frozenset[str]) -> dict[str, Wanted]:
    """Return how each site of the demo shall stand, by code; sites with `certain` visits follow those."""
    hazard_days = min(VisitRule.objects.filter(scope=VisitRule.Scope.HAZARD).values_list("interval_days", flat=True))
    duties = Duty.objects.filter(site__code__startswith="BJ-").select_related("site__level").order_by("site__code")
    sites = [
        Standing(
            code=duty.site.code,
            district=duty.site.district_id,
            interval_days=min(duty.interval_days, hazard_days) if duty.site.code in hazards else duty.interval_days,
            level_rank=duty.site.level.rank,
            is_difficult=duty.site.is_difficult,
            visited_days_ago=min(certain.get(duty.site.code, ()), default=None),
        )
        for duty in duties
    ]
    chosen = last_visits(sites, random.Random(SEED))  # noqa: S311 - the same demo every time
    return {site.code: _wanted(site, chosen[site.code]) for site in sites}


def load(*, at: datetime) -> str:
    """Have the demo's plan made, solved and published nine days ago, once; say what it says."""
    if not Plan.objects.exists():
        made = _make_plan(DISTRICT, at - timedelta(days=DAYS_AGO), days=DAYS_AGO + DAYS_TO_GO)
        if made is not None:
            _publish(made, at - timedelta(days=DAYS_AGO) + timedelta(minutes=20))
        asked = _make_plan(ASKED_DISTRICT, at - timedelta(hours=3), days=DAYS_TO_GO + 7)
        if asked is not None:
            _publish(asked, at - timedelta(hours=2), is_answered=False)
        for hours, goals in ((2, Aims()), (1, Aims(order=(Goal.URGENCY, Goal.FAIRNESS, Goal.TRAVEL)))):
            _make_plan(DRAFT_DISTRICT, at - timedelta(hours=hours), days=DAYS_TO_GO + 7, goals=goals)
        _make_wide_plan(at - timedelta(minutes=30))
    plan = Plan.objects.order_by("made_at").first()
    if plan is None:
        return "no plan"
    drafts = Plan.objects.filter(state=Plan.State.DRAFT).count()
    offers = Offer.objects.filter(state=Offer.State.OPEN).count()
    return (
        f"1 plan for {plan.district.name_en}: {plan.items.count()} visits, {plan.omissions.count()} left out; "
        f"{drafts} draft, {offers} visits looking for somebody"
    )


def _wanted(site: Standing, last_days_ago: int | None) -> Wanted:
    is_waiting = last_days_ago is None or last_days_ago > site.interval_days
    return Wanted(site.interval_days, last_days_ago, is_waiting)


def _make_plan(code: str, at: datetime, *, days: int, goals: Aims | None = None) -> Plan | None:
    planner = User.objects.get(email=PLANNER)
    district = District.objects.get(code=code)
    do_by = timezone.localdate(at) + timedelta(days=days)
    plan = ask_for_plan(district=district, do_by=do_by, by=planner, at=at, seconds_allowed=SECONDS, goals=goals)
    return _solve(plan, at)


def _solve(plan: Plan, at: datetime) -> Plan | None:
    work = begin_solving(plan_id=plan.pk, at=at)
    if work is None:
        return None
    # The solver is loaded only here: it takes seconds, and a second run needs none of it.
    keep_solution(
        work=work, solution=assign.solve(work.found.problem, seconds=SECONDS), at=at + timedelta(seconds=SECONDS)
    )
    plan.refresh_from_db()
    return plan


def _make_wide_plan(at: datetime) -> None:
    planner = User.objects.get(email=PLANNER)
    do_by = timezone.localdate(at) + timedelta(days=DAYS_TO_GO + 16)
    wide = ask_for_wide_plan(area="11", do_by=do_by, by=planner, at=at, seconds_allowed=SECONDS)
    for plan in wide.plans.order_by("district_id"):
        _solve(plan, at)
    work = begin_borders(wide_id=wide.pk, at=at)
    if work is not None:
        keep_borders(work=work, solution=assign.solve(work.problem, seconds=SECONDS), at=at + timedelta(minutes=1))


def _publish(plan: Plan, at: datetime, *, is_answered: bool = True) -> None:
    """Publish the plan; one says no and somebody else is looked for, the others say yes or have still to answer."""
    planner = User.objects.get(email=PLANNER)
    publish_plan(plan_id=plan.pk, version=plan.version, is_rest_offered=True, accept_hours=72, by=planner, at=at)
    asked = list(Assignment.objects.filter(plan_id=plan.pk).select_related("volunteer").order_by("site__code"))
    for number, one in enumerate(asked):
        later = at + timedelta(minutes=20 + number)
        if number == 1:
            decline_assignment(assignment_id=one.pk, words="那几天要去外地。", by=one.volunteer, at=later)
            offer_released(assignment_id=one.pk, at=later)
        elif is_answered:
            accept_assignment(assignment_id=one.pk, by=one.volunteer, at=later)
