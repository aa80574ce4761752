"""Routes: the list, and asking for a new one, for oneself or as a planner for others."""

from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core.errors import Problem
from patrol.permissions import can_go_out
from patrol.queries.campaigns import running_campaigns
from people.models import User
from people.permissions import areas_of, signed_in
from planning.actions.routes import Anchor, RouteAsked, ask_for_route
from planning.forms.routes import RouteForm
from planning.permissions import can_make_plans, check_makes_routes
from planning.queries.coverage import districts_in
from planning.queries.duties import today
from planning.queries.routes import routes_of

PAGE_SIZE: Final = 20
# What a link to this page may fill in.
GIVEN: Final = ("district", "start", "start_place", "around_km", "title", "must", "walkers", "mode", "budget_minutes")
NAMED: Final = (
    "district", "campaign", "day", "leaves_at", "budget_minutes", "mode", "walkers", "around_km", "statuses", "must",
    "seconds_allowed",
)  # fmt: skip


@login_required
@require_GET
def routes(request: HttpRequest) -> HttpResponse:
    """List one's own routes, those given to one, and those of one's areas, newest first."""
    person = signed_in(request)
    check_makes_routes(person)
    found = routes_of(person, areas_of(person, "make_plans"))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "can_plan": can_make_plans(person), "can_go_out": can_go_out(person)}
    return render(request, "planning/routes.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new_route(request: HttpRequest) -> HttpResponse:
    """Ask for a route; who both plans and walks says with `own` for whom."""
    person = signed_in(request)
    check_makes_routes(person)
    is_own = not can_make_plans(person) or ("own" in request.GET and can_go_out(person))
    form = _form(request, person, is_own=is_own)
    if form.is_valid():
        try:
            route = ask_for_route(asked=_asked(form), by=person, at=timezone.now())
        except Problem as refusal:
            if refusal.status == 403:
                raise
            form.add_error("day" if refusal.code == "plan_day_passed" else None, refusal.detail)
        else:
            messages.success(request, _("The route is being worked out. This page shows how far it is."))
            return redirect("planning:route", route.pk)
    context = {"form": form, "is_own": is_own, "can_both": can_make_plans(person) and can_go_out(person)}
    return render(request, "planning/new_route.html", context, status=422 if form.is_bound else 200)


def _form(request: HttpRequest, person: User, *, is_own: bool) -> RouteForm:
    areas = areas_of(person, "make_plans")
    running = [one for one in running_campaigns(today()) if any(one.area.startswith(area) for area in areas)]
    return RouteForm(
        request.POST or None,
        person=person,
        districts=None if is_own else districts_in(areas),
        campaigns=running,
        today=today(),
        initial={name: request.GET[name] for name in GIVEN if name in request.GET},
    )


def _asked(form: RouteForm) -> RouteAsked:
    told: dict[str, Any] = {name: form.cleaned_data[name] for name in NAMED if name in form.cleaned_data}
    start, end = (Anchor(*anchor) for anchor in form.cleaned_data["anchors"])
    title = form.cleaned_data["title"] or _("Day trip {day}").format(day=form.cleaned_data["day"].isoformat())
    return RouteAsked(title=title, start=start, end=end, **told)
