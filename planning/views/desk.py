"""The planner's desk: the plan by volunteer, as a map and as a table that find each other."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.errors import NotFound, Stale
from patrol.views.ground import district_tiles
from people.models import User
from planning.forms.plans import DeskForm, GoalsForm, PublishForm, VersionForm, goals_as_chosen
from planning.logic.aims import read_aims
from planning.logic.assign import Fit, Goal, GoalReached, Problem
from planning.logic.desk_changes import is_planners_to_do
from planning.logic.difference import Kind
from planning.logic.emptiness import cheapest_help, reasons
from planning.logic.reasons import OwnReason
from planning.models import Plan
from planning.permissions import check_sees_plan, planning_areas
from planning.queries import desk
from planning.queries.comparing import names_in, since_snapshot
from planning.queries.duties import today
from planning.queries.plans import left_out, omissions, plans_in, skill_labels
from planning.queries.problems import PlanProblem, fits_of, people_at, plan_problem, planned_pairs
from planning.sentences import (
    KINDS,
    cheapest_change,
    goals_in_words,
    goals_reached,
    how_good,
    misfit_in_words,
    why_failed,
    why_left_out,
)

Given = TypeVar("Given", bound=VersionForm)
OMISSIONS_A_PAGE = 25
# The nearest who can take a visit are offered while it is dragged; the menu lists all.
NEAREST = 8
CHANGES_SHOWN = 100


def desk_of(request: HttpRequest, plan: Any) -> dict[str, Any]:
    """Return what the page of a plan that is not being solved shows."""
    people = desk.people_of(plan)
    filters = desk.Filters(**DeskForm(request.GET).chosen())
    words = request.GET.get("who", "")[:80]
    return {
        "plan": plan,
        "is_draft": plan.state == Plan.State.DRAFT,
        "can_unlock": plan.state in (Plan.State.DRAFT, Plan.State.FAILED),
        "people": people,
        "routes": desk.board(plan, people, q=words, page=request.GET.get("board", "")),
        "who": words,
        "visits": plan.visits,
        "km": desk.total_km(people),
        "left": _left_out(request, plan),
        "nothing": _nothing(plan),
        **_changed(plan),
        **_table(plan, people, filters),
        **_goodness(plan),
        "settings": map_settings(reverse("planning:plan_map", args=[plan.pk])),
        "publish_form": PublishForm(initial={"version": plan.version, "accept_hours": 72}),
        "goals_form": GoalsForm(
            initial=goals_as_chosen(read_aims(plan.goals)) | {"seconds_allowed": plan.seconds_allowed}
        ),
    }


@login_required
@require_GET
def plan_table(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Answer with a page of the plan's table, filtered and sorted; without a script it is a page of its own."""
    plan = seen_plan(request, plan_id)
    people = desk.people_of(plan)
    context = {"plan": plan, **_table(plan, people, desk.Filters(**DeskForm(request.GET).chosen()))}
    return render(request, "planning/part_table.html" if is_part(request) else "planning/table.html", context)


@login_required
@require_GET
def plan_map(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Answer with the plan's map as GeoJSON."""
    plan = seen_plan(request, plan_id)
    answer = JsonResponse(desk.features(plan, user_of(request), desk.people_of(plan)))
    answer["Cache-Control"] = "private, no-store"
    return answer


@login_required
@require_GET
def plan_fits(request: HttpRequest, plan_id: UUID, site_id: UUID) -> HttpResponse:
    """Answer how the site fits every volunteer, with the reasons in words; nearest first."""
    plan = seen_plan(request, plan_id)
    found, fits = _fits(plan, str(site_id))
    answer = [_fit(found, one) for one in fits]
    return JsonResponse({"fits": answer, "nearest": [one["id"] for one in answer if one["is_possible"]][:NEAREST]})


def who_can(plan: Plan, site_id: str) -> dict[str, Any]:
    """Return who can take a site, nearest first, and of the nearest who cannot, why.

    Where two go together, those who go now are among them: each of the two may be changed.
    """
    found, fits = _fits(plan, site_id)
    now = [who for site, who in planned_pairs(plan) if site == site_id]
    is_crew = people_at(found, site_id) > 1
    others = [_fit(found, one) for one in fits if is_crew or one.volunteer_id not in now]
    return {
        "takers": [one for one in others if one["is_possible"]],
        "others": [one for one in others if not one["is_possible"]][:NEAREST],
        "is_crew": is_crew,
        "lead": next(iter(now), ""),
        "companion": next(iter(now[1:]), ""),
    }


def map_settings(address: str) -> dict[str, Any]:
    """Return what the script of a plan's map is told."""
    return {"map": address, "tiles": district_tiles()}


def seen_plan(request: HttpRequest, plan_id: UUID) -> Any:
    """Return the plan with its counts; refuse NotAllowed and NotFound."""
    planning_areas(request.user)
    plan = plans_in(("",)).select_related("district").defer("district__geom").filter(pk=plan_id).first()
    if plan is None:
        raise NotFound
    check_sees_plan(request.user, plan)
    return plan


def given(form: Given) -> Given:
    """Return the valid form; one without its version comes from a page of long ago and is refused Stale."""
    if not form.is_valid():
        raise Stale
    return form


def back(plan: Plan, site_id: UUID | None = None) -> HttpResponse:
    """Send the browser back to the plan, to the visit where one is named."""
    query = f"?site={site_id}#visit-{site_id}" if site_id else ""
    return redirect(reverse("planning:plan", args=[plan.pk]) + query)


def is_part(request: HttpRequest) -> bool:
    """Return whether HTMX asks for a part of the page."""
    return "HX-Request" in request.headers


def user_of(request: HttpRequest) -> User:
    """Return the person who is signed in: every view here asks for a login."""
    assert isinstance(request.user, User)  # noqa: S101 - narrows the type
    return request.user


def _table(plan: Plan, people: list[desk.Person], filters: desk.Filters) -> dict[str, Any]:
    kept = {name: value for name in ("q", "state", "volunteer", "sort") if (value := getattr(filters, name))}
    return {
        "rows": desk.table(plan, people, filters, on=today()),
        "filters": filters,
        "kept": kept,
        "form": DeskForm(),
        "people": people,
    }


def _changed(plan: Plan) -> dict[str, Any]:
    changed = since_snapshot(plan, on=today())
    if changed is None:
        return {"changed": None, "changes": []}
    found = changed[1]
    sites, names = names_in(found)
    first = [one for one in found.sites if one.kind is not Kind.SAME and one.site_id in sites][:CHANGES_SHOWN]
    changes = [
        {
            "site": sites[one.site_id],
            "word": KINDS[one.kind],
            "before": names_joined(names, one.before),
            "after": names_joined(names, one.after),
        }
        for one in first
    ]
    return {"changed": changed, "changes": changes}


def _left_out(request: HttpRequest, plan: Plan) -> Any:
    page: Any = Paginator(omissions(plan), OMISSIONS_A_PAGE).get_page(request.GET.get("left"))
    skills = skill_labels()
    is_draft = plan.state == Plan.State.DRAFT
    page.object_list = [
        {
            "site": one.site,
            "why": why_left_out(one.reason, one.params),
            "change": cheapest_change(one.params, skills),
            "can_give": is_draft and one.reason != OwnReason.ALREADY_ASKED,
            "can_change": is_draft and is_planners_to_do(one.params.get("changes", ())),
        }
        for one in page.object_list
    ]
    return page


def _nothing(plan: Any) -> dict[str, Any] | None:
    """Return why a draft proposes nothing and what would help most cheaply; none where it proposes anything."""
    rows = [] if plan.visits or plan.state != Plan.State.DRAFT else left_out(plan)
    if not rows:
        return None
    skills = skill_labels()
    return {
        "sites": len(rows),
        "reasons": [(one, why_left_out(one.reason, {"needed": one.needed})) for one in reasons(rows)],
        "help": [(one, cheapest_change({"changes": one.changes}, skills)) for one in cheapest_help(rows)],
    }


def _goodness(plan: Plan) -> dict[str, Any]:
    reached = [GoalReached(Goal(one["goal"]), one["value"], one["bound"]) for one in plan.goals_reached]
    return {
        "goodness": how_good(plan),
        "goals": goals_in_words(read_aims(plan.goals).apply(Problem(sites=(), volunteers=()))),
        "reached": goals_reached(reached),
        "failure": why_failed(plan) if plan.state == Plan.State.FAILED else "",
        "is_changed": plan.solver_status == "changed",
    }


def names_joined(names: Mapping[str, str], people: Iterable[str]) -> str:
    """Return the names of people by id, "" for nobody."""
    return _(", ").join(names.get(one, "") for one in people)


def _fits(plan: Plan, site_id: str) -> tuple[PlanProblem, list[Fit]]:
    found = plan_problem(plan, on=today())
    return found, fits_of(found, site_id, planned_pairs(plan))


def _fit(found: PlanProblem, one: Fit) -> dict[str, Any]:
    return {
        "id": one.volunteer_id,
        "name": found.names[one.volunteer_id],
        "km": round(one.distance_km, 1),
        "minutes": one.minutes,
        "visits": one.visits,
        "is_possible": one.is_possible,
        "words": _("; ").join(misfit_in_words(each) for each in one.misfits),
    }
