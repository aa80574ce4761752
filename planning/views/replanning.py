"""Planning anew what of a published plan is not done."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.errors import Problem
from planning.actions.replanning import replan
from planning.errors import DayPassed, QuietDays
from planning.forms.plans import ReplanForm
from planning.queries.undone import names_of_undone
from planning.views.desk import seen_plan, user_of


@login_required
@require_http_methods(["GET", "POST"])
def replan_page(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Ask what happened and have a new plan proposed; nobody is told before it is published."""
    plan = seen_plan(request, plan_id)
    people, sites = names_of_undone(plan)
    form = ReplanForm(request.POST or None, people=people, sites=sites, do_by=plan.do_by)
    if form.is_valid():
        try:
            made = replan(
                plan_id=plan_id,
                terms=form.terms(),
                do_by=form.cleaned_data["do_by"],
                by=user_of(request),
                at=timezone.now(),
            )
        except Problem as refusal:
            fields = {DayPassed: "do_by", QuietDays: "quiet_to"}
            form.add_error(fields.get(type(refusal)), refusal.detail)
        else:
            messages.success(request, _("A new plan is being solved. What is promised stays as far as it can."))
            return redirect("planning:plan", made.pk)
    context = {"plan": plan, "form": form, "people": people, "sites": sites}
    return render(request, "planning/replan.html", context, status=422 if form.is_bound else 200)
