"""The planner's home: what to do next."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from planning.actions.plans import RUNNING
from planning.logic.summary import worst_first
from planning.models import Plan
from planning.permissions import planning_areas
from planning.queries.coverage import coverage, districts_in
from planning.queries.duties import today
from planning.queries.plans import plans_in

DISTRICTS_SHOWN = 6
DRAFTS_SHOWN = 5


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show where most visits are late, the plans waiting for the planner, and how far the last published one is."""
    areas = planning_areas(request.user)
    found = coverage(areas, on=today())
    names = {one.code: one.name for one in districts_in(areas)}
    gaps = [one for one in worst_first(found.districts) if one.overdue + one.never][:DISTRICTS_SHOWN]
    plans = plans_in(areas)
    waiting = plans.filter(wide=None, state__in=[*RUNNING, Plan.State.DRAFT, Plan.State.FAILED])
    context = {
        "counts": found.all,
        "unmet": found.all.overdue + found.all.never,
        "gaps": [
            {"name": names.get(one.key, one.key), "counts": one, "unmet": one.overdue + one.never} for one in gaps
        ],
        "waiting": waiting[:DRAFTS_SHOWN],
        "published": plans.filter(state=Plan.State.PUBLISHED).order_by("-published_at").first(),
    }
    return render(request, "planning/home.html", context)
