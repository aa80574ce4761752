"""The list of plans, and asking for a new one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from people.models import User
from planning.actions.plans import ask_for_plan
from planning.errors import DayPassed, NothingToPlan
from planning.forms.plans import PlanForm
from planning.permissions import planning_areas
from planning.queries.coverage import districts_in
from planning.queries.duties import today
from planning.queries.plans import plans_in
from planning.queries.wide import wide_plans_in

PAGE_SIZE = 20
WIDES_SHOWN = 3


@login_required
@require_GET
def plans(request: HttpRequest) -> HttpResponse:
    """List the plans of the planner's areas, newest first."""
    areas = planning_areas(request.user)
    page = Paginator(plans_in(areas).filter(wide=None), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "planning/plans.html", {"page": page, "wides": wide_plans_in(areas)[:WIDES_SHOWN]})


@login_required
@require_http_methods(["GET", "POST"])
def new_plan(request: HttpRequest) -> HttpResponse:
    """Ask for a plan of a district."""
    districts = districts_in(planning_areas(request.user))
    chosen = request.GET.get("district", "")
    form = PlanForm(request.POST or None, districts=districts, today=today(), district=chosen)
    if form.is_valid() and isinstance(request.user, User):
        try:
            plan = ask_for_plan(**form.asked(), by=request.user, at=timezone.now())
        except (NothingToPlan, DayPassed) as refusal:
            form.add_error("do_by" if isinstance(refusal, DayPassed) else None, refusal.detail)
        else:
            messages.success(request, _("The plan is being solved. This page shows how far it is."))
            return redirect("planning:plan", plan.pk)
    return render(request, "planning/new_plan.html", {"form": form}, status=422 if form.is_bound else 200)
