"""One plan: its visits by volunteer, what is left out and why, and every change a planner can make."""

from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.errors import NotFound, Stale
from people.models import User
from planning.actions.changes import lock_visit, move_visit, remove_visit
from planning.actions.plans import RUNNING, discard_plan, solve_plan_again, stop_solving
from planning.actions.publishing import publish_plan
from planning.forms import LockForm, MoveForm, VersionForm
from planning.logic.reasons import OwnReason
from planning.models import Plan
from planning.permissions import check_sees_plan, planning_areas
from planning.queries.drawing import drawing
from planning.queries.duties import today
from planning.queries.plans import omissions, plans_in, routes, skill_labels
from planning.queries.problems import plan_problem, takers
from planning.sentences import cheapest_change, how_good, why_failed, why_left_out
from sites.models import Site

Given = TypeVar("Given", bound=VersionForm)


@login_required
@require_GET
def plan_page(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Show a plan as it stands: being solved, draft, published, stopped or failed."""
    plan = _seen(request, plan_id)
    found, left_out = routes(plan), list(omissions(plan))
    skills = skill_labels()
    is_running = plan.state in RUNNING
    context = {
        "plan": plan,
        "is_running": is_running,
        "is_draft": plan.state == Plan.State.DRAFT,
        "can_unlock": plan.state in (Plan.State.DRAFT, Plan.State.FAILED),
        "routes": found,
        "visits": sum(len(one.items) for one in found),
        "km": sum(one.km for one in found),
        "omissions": [
            {
                "site": one.site,
                "why": why_left_out(one.reason, one.params),
                "change": cheapest_change(one.params, skills),
                "can_give": one.reason != OwnReason.ALREADY_ASKED,
            }
            for one in left_out
        ],
        "drawing": None if is_running else drawing(plan, _user(request), found, left_out),
        "goodness": how_good(plan),
        "failure": why_failed(plan) if plan.state == Plan.State.FAILED else "",
        "is_changed": plan.solver_status == "changed",
    }
    return render(request, "planning/plan.html", context)


@login_required
@require_GET
def progress(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Answer the page that waits for the solver: how far it is, and to load again once it is done."""
    plan = _seen(request, plan_id)
    response = render(request, "planning/part_progress.html", {"plan": plan, "goodness": how_good(plan)})
    if plan.state not in RUNNING:
        response["HX-Refresh"] = "true"
    return response


@login_required
@require_http_methods(["GET", "POST"])
def visit(request: HttpRequest, plan_id: UUID, site_id: UUID) -> HttpResponse:
    """Offer the volunteers who can take a site, nearest first, and give it to one of them."""
    plan = _seen(request, plan_id)
    if request.method == "POST":
        form = _given(MoveForm(request.POST))
        move_visit(
            plan_id=plan_id,
            site_id=site_id,
            volunteer_id=form.cleaned_data["volunteer"],
            version=form.cleaned_data["version"],
            by=_user(request),
            at=timezone.now(),
        )
        messages.success(request, _("The visit was given away and is locked."))
        return _back(plan, site_id)
    pairs = dict(plan.items.values_list("site_id", "volunteer_id"))
    if site_id not in pairs and not plan.omissions.filter(site_id=site_id).exists():
        raise NotFound
    able = takers(plan_problem(plan, on=today()), str(site_id), [(str(site), str(who)) for site, who in pairs.items()])
    context = {
        "plan": plan,
        "site": Site.objects.defer("geom", "shown_geom").get(pk=site_id),
        "takers": [one for one in able if one.volunteer_id != str(pairs.get(site_id))],
    }
    return render(request, "planning/part_move.html" if _is_part(request) else "planning/move.html", context)


@login_required
@require_POST
def lock(request: HttpRequest, plan_id: UUID, site_id: UUID) -> HttpResponse:
    """Keep a visit when the plan is solved again, or let it go."""
    plan = _seen(request, plan_id)
    form = _given(LockForm(request.POST))
    lock_visit(plan_id=plan_id, site_id=site_id, **form.cleaned_data, by=_user(request), at=timezone.now())
    return _back(plan, site_id)


@login_required
@require_POST
def remove(request: HttpRequest, plan_id: UUID, site_id: UUID) -> HttpResponse:
    """Take a visit out of the plan."""
    plan = _seen(request, plan_id)
    form = _given(VersionForm(request.POST))
    remove_visit(plan_id=plan_id, site_id=site_id, **form.cleaned_data, by=_user(request), at=timezone.now())
    messages.success(request, _("The visit was taken out. The site stands among those left out."))
    return _back(plan)


@login_required
@require_POST
def solve_again(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Solve the plan again around its locked visits."""
    plan = _seen(request, plan_id)
    form = _given(VersionForm(request.POST))
    solve_plan_again(plan_id=plan_id, **form.cleaned_data, by=_user(request), at=timezone.now())
    return _back(plan)


@login_required
@require_POST
def stop(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Stop the solver."""
    plan = _seen(request, plan_id)
    stop_solving(plan_id=plan_id, by=_user(request), at=timezone.now())
    messages.success(request, _("The calculation ends now; the best plan found so far is kept."))
    return _back(plan)


@login_required
@require_POST
def discard(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Put the plan aside for good."""
    _seen(request, plan_id)
    discard_plan(plan_id=plan_id, by=_user(request), at=timezone.now())
    messages.success(request, _("The plan was discarded. Nobody was told."))
    return redirect("planning:plans")


@login_required
@require_POST
def publish(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Publish the plan and tell the volunteers."""
    plan = _seen(request, plan_id)
    form = _given(VersionForm(request.POST))
    publish_plan(plan_id=plan_id, **form.cleaned_data, by=_user(request), at=timezone.now())
    told = plan.items.values("volunteer_id").distinct().count()
    said = ngettext(
        "The plan is published. {count} volunteer was told.",
        "The plan is published. {count} volunteers were told.",
        told,
    )
    messages.success(request, said.format(count=told))
    return _back(plan)


def _seen(request: HttpRequest, plan_id: UUID) -> Any:
    planning_areas(request.user)
    plan = plans_in(("",)).select_related("district").defer("district__geom").filter(pk=plan_id).first()
    if plan is None:
        raise NotFound
    check_sees_plan(request.user, plan)
    return plan


def _given(form: Given) -> Given:
    # A form without its version comes from a page of long ago.
    if not form.is_valid():
        raise Stale
    return form


def _back(plan: Plan, site_id: UUID | None = None) -> HttpResponse:
    anchor = f"#visit-{site_id}" if site_id else ""
    return redirect(reverse("planning:plan", args=[plan.pk]) + anchor)


def _is_part(request: HttpRequest) -> bool:
    return "HX-Request" in request.headers


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - every view here asks for a login
    return request.user
