"""Two plans of a district beside each other; and what the chosen goals mean."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from core.errors import NotFound
from planning.forms.plans import GoalsForm
from planning.logic.assign import Problem
from planning.logic.difference import Difference, Kind
from planning.permissions import planning_areas
from planning.queries.comparing import changes_on_map, comparable, compared, names_in
from planning.queries.duties import today
from planning.sentences import KINDS, goals_in_words
from planning.views.desk import map_settings, names_joined, seen_plan, user_of

CHANGES_A_PAGE = 50


@login_required
@require_GET
def choose(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """List the plans one can be compared with."""
    plan = seen_plan(request, plan_id)
    return render(request, "planning/compare_choose.html", {"plan": plan, "others": comparable(plan)[:20]})


@login_required
@require_GET
def compare(request: HttpRequest, plan_id: UUID, other_id: UUID) -> HttpResponse:
    """Show how this plan differs from the other: figures, each site that changed, each person's share."""
    plan, other, found = _compared(request, plan_id, other_id)
    sites, names = names_in(found)
    changes = [
        {
            "site": sites[one.site_id],
            "kind": one.kind,
            "word": KINDS[one.kind],
            "before": names_joined(names, one.before),
            "after": names_joined(names, one.after),
        }
        for one in found.sites
        if one.kind is not Kind.SAME and one.site_id in sites
    ]
    context = {
        "plan": plan,
        "other": other,
        "found": found,
        "counts": [{"kind": kind.value, "word": KINDS[kind], "count": found.count(kind)} for kind in Kind],
        "changes": Paginator(changes, CHANGES_A_PAGE).get_page(request.GET.get("page")),
        "people": [{"name": names.get(one.volunteer_id, ""), "share": one} for one in found.people],
        "settings": map_settings(reverse("planning:compare_map", args=[plan.pk, other.pk])),
    }
    return render(request, "planning/compare.html", context)


@login_required
@require_GET
def compare_map(request: HttpRequest, plan_id: UUID, other_id: UUID) -> HttpResponse:
    """Answer with the differences as GeoJSON."""
    _plan, _other, found = _compared(request, plan_id, other_id)
    words = {kind.value: str(word) for kind, word in KINDS.items()}
    answer = JsonResponse(changes_on_map(found, user_of(request), words))
    answer["Cache-Control"] = "private, no-store"
    return answer


@login_required
@require_GET
def goals(request: HttpRequest) -> HttpResponse:
    """Say in words what the goals on the form mean."""
    planning_areas(request.user)
    problem = GoalsForm(request.GET).aims().apply(Problem(sites=(), volunteers=()))
    return render(request, "planning/part_goals_words.html", {"words": goals_in_words(problem)})


def _compared(request: HttpRequest, plan_id: UUID, other_id: UUID) -> tuple[Any, Any, Difference]:
    plan, other = seen_plan(request, plan_id), seen_plan(request, other_id)
    if plan.district_id != other.district_id:
        raise NotFound
    return plan, other, compared(other, plan, on=today())
