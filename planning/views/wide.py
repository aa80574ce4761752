"""Plans over many districts."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.errors import NotFound
from planning.actions.plans import RUNNING
from planning.actions.publishing import publish_wide_plan
from planning.actions.wide import ask_for_wide_plan
from planning.errors import DayPassed, NothingToPlan
from planning.forms.plans import WideForm
from planning.models import Plan, WidePlan
from planning.permissions import can_make_plans, planning_areas
from planning.queries.duties import today
from planning.queries.plans import plans_in
from planning.views.desk import user_of

ACCEPT_HOURS = 72


@login_required
@require_http_methods(["GET", "POST"])
def new_wide(request: HttpRequest) -> HttpResponse:
    """Ask for a plan of every district of the planner's area that has something to do."""
    areas = planning_areas(request.user)
    form = WideForm(request.POST or None, today=today())
    if form.is_valid():
        try:
            wide = ask_for_wide_plan(area=areas[0], **form.asked(), by=user_of(request), at=timezone.now())
        except (NothingToPlan, DayPassed) as refusal:
            form.add_error("do_by" if isinstance(refusal, DayPassed) else None, refusal.detail)
        else:
            messages.success(request, _("The districts are being solved one beside the other."))
            return redirect("planning:wide", wide.pk)
    return render(request, "planning/new_wide.html", {"form": form}, status=422 if form.is_bound else 200)


@login_required
@require_GET
def wide_page(request: HttpRequest, wide_id: UUID) -> HttpResponse:
    """Show how far the districts are; the page fetches itself until all is solved."""
    wide = _seen(request, wide_id)
    plans: list[Any] = list(plans_in((wide.area,)).filter(wide=wide).order_by("district_id"))
    solved = sum(plan.state not in RUNNING for plan in plans)
    context = {
        "wide": wide,
        "plans": plans,
        "solved": solved,
        "is_running": wide.state != WidePlan.State.DONE,
        "visits": sum(plan.visits for plan in plans),
        "left_out": sum(plan.left_out for plan in plans),
        "drafts": sum(plan.state == Plan.State.DRAFT and plan.visits > 0 for plan in plans),
    }
    is_part = "HX-Request" in request.headers
    return render(request, "planning/part_wide.html" if is_part else "planning/wide.html", context)


@login_required
@require_POST
def publish_wide(request: HttpRequest, wide_id: UUID) -> HttpResponse:
    """Publish the drafts of all districts, all or none."""
    wide = _seen(request, wide_id)
    count = publish_wide_plan(wide_id=wide_id, by=user_of(request), at=timezone.now(), accept_hours=ACCEPT_HOURS)
    said = ngettext("{count} plan is published.", "{count} plans are published.", count)
    messages.success(request, said.format(count=count))
    return redirect("planning:wide", wide.pk)


def _seen(request: HttpRequest, wide_id: UUID) -> WidePlan:
    planning_areas(request.user)
    wide = WidePlan.objects.filter(pk=wide_id).first()
    if wide is None or not can_make_plans(request.user, wide.area):
        raise NotFound
    return wide
