"""One route: its trips on a map and in lists, what is left out and why, and every change by hand."""

from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.errors import NotFound, Problem, Stale
from people.models import User
from people.permissions import signed_in
from planning.actions.route_order import drop_stop, move_stop
from planning.actions.routes import BUSY, discard_route, give_route, stop_route, work_out_again
from planning.errors import WalkersMissing
from planning.forms.plans import VersionForm
from planning.forms.routes import GiveForm, OrderForm
from planning.models import JobState, Route
from planning.permissions import can_change_route, check_sees_route
from planning.queries.duties import today
from planning.queries.route_drawing import route_drawing
from planning.queries.routes import SeenRoute, seen_route
from planning.queries.volunteers import first_day, names_of, sendable_volunteers
from planning.sentences import clock, how_good_route, trip_name, why_not

Given = TypeVar("Given", bound=VersionForm)


@login_required
@require_GET
def route_page(request: HttpRequest, route_id: UUID) -> HttpResponse:
    """Show a route as it stands: being worked out, ready, given, put aside or failed."""
    route = seen(request, route_id)
    return render(request, "planning/route.html", _board(request, route))


@login_required
@require_GET
def progress(request: HttpRequest, route_id: UUID) -> HttpResponse:
    """Answer the page that waits for the search: how far it is, and to load again once it is done."""
    route = seen(request, route_id)
    response = render(request, "planning/part_route_progress.html", {"route": route, "used": _used(route)})
    if route.state not in BUSY:
        response["HX-Refresh"] = "true"
    return response


@login_required
@require_POST
def move(request: HttpRequest, route_id: UUID, site_id: UUID) -> HttpResponse:
    """Put a stop at another place of the order, or take one in."""
    form = _given(OrderForm(request.POST))
    move_stop(route_id=route_id, site_id=site_id, **form.cleaned_data, by=signed_in(request), at=timezone.now())
    return _changed(request, route_id)


@login_required
@require_POST
def drop(request: HttpRequest, route_id: UUID, site_id: UUID) -> HttpResponse:
    """Take a stop out."""
    form = _given(VersionForm(request.POST))
    drop_stop(route_id=route_id, site_id=site_id, **form.cleaned_data, by=signed_in(request), at=timezone.now())
    return _changed(request, route_id)


@login_required
@require_POST
def again(request: HttpRequest, route_id: UUID) -> HttpResponse:
    """Work the route out again."""
    form = _given(VersionForm(request.POST))
    work_out_again(route_id=route_id, **form.cleaned_data, by=signed_in(request), at=timezone.now())
    return redirect("planning:route", route_id)


@login_required
@require_POST
def stop(request: HttpRequest, route_id: UUID) -> HttpResponse:
    """Stop the search."""
    stop_route(route_id=route_id, by=signed_in(request), at=timezone.now())
    messages.success(request, _("The search ends now; the best route found so far is kept."))
    return redirect("planning:route", route_id)


@login_required
@require_POST
def discard(request: HttpRequest, route_id: UUID) -> HttpResponse:
    """Put the route aside."""
    discard_route(route_id=route_id, by=signed_in(request), at=timezone.now())
    messages.success(request, _("The route was put aside. Nobody was told."))
    return redirect("planning:routes")


@login_required
@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, route_id: UUID) -> HttpResponse:
    """Choose who goes which trip, and ask them."""
    route = seen(request, route_id)
    if not can_change_route(request.user, route) or route.district_id is None:
        raise NotFound
    found = seen_route(route, signed_in(request))
    trips = [trip for trip in found.trips if trip.stops]
    able = sendable_volunteers(on=today(), first=first_day(route.day), last=route.day)
    people = sorted(names_of(able).items(), key=lambda one: one[1])
    form = GiveForm(request.POST or None, trips=[trip.number for trip in trips], people=people)
    if form.is_valid():
        try:
            _give(route, form, signed_in(request))
        except Problem as refusal:
            if refusal.status == 403:
                raise
            form.add_error(None, refusal.detail)
        else:
            count = len(trips)
            said = ngettext("{count} walker was told.", "{count} walkers were told.", count)
            messages.success(request, said.format(count=count))
            return redirect("planning:route", route_id)
    context = {"form": form, "route": route, "trips": [(trip, trip_name(trip.number)) for trip in trips]}
    return render(request, "planning/give_route.html", context, status=422 if form.is_bound else 200)


def seen(request: HttpRequest, route_id: UUID) -> Route:
    """Return the route if the person may see it; refuse NotFound."""
    found = Route.objects.select_related("district", "campaign", "made_by", "mode").defer("district__geom")
    route = found.filter(pk=route_id).first()
    if route is None:
        raise NotFound
    check_sees_route(request.user, route)
    return route


def _board(request: HttpRequest, route: Route) -> dict[str, Any]:
    is_busy = route.state in BUSY
    found = seen_route(route, signed_in(request))
    is_open = can_change_route(request.user, route) and route.given_at is None and not is_busy
    trips = [trip_shown(trip) for trip in found.trips]
    return {
        "route": route,
        "used": _used(route),
        "is_busy": is_busy,
        "is_open": is_open and route.state == JobState.READY,
        "can_solve": is_open,
        "can_give": is_open and route.state == JobState.READY and route.district_id is not None,
        "tells_times": found.tells_times,
        "trips": trips,
        "many": route.walkers > 1,
        "visits": sum(len(trip["stops"]) for trip in trips),
        "km": _km(found),
        "left_out": [{"one": one, "why": why_not(one.stop)} for one in found.left_out],
        "goodness": how_good_route(route),
        "drawing": None if is_busy else route_drawing(found),
    }


def trip_shown(trip: Any) -> dict[str, Any]:
    """Return a trip as its page and its sheet show it."""
    course = trip.course
    return {
        "number": trip.number,
        "name": trip_name(trip.number),
        "volunteer": trip.volunteer,
        "course": course,
        "leaves": clock(course.leaves) if course else "",
        "returns": clock(course.returns) if course else "",
        "over": round(course.over) if course else 0,
        "km": course.metres / 1_000 if course else None,
        "km_home": course.metres_home / 1_000 if course else None,
        "stops": [_stop(at, one, len(trip.stops)) for at, one in enumerate(trip.stops)],
    }


def _stop(at: int, one: Any, many: int) -> dict[str, Any]:
    call = one.call
    return {
        "one": one,
        "number": at + 1,
        "before": at - 1 if at else None,
        "after": at + 1 if at + 1 < many else None,
        "arrives": clock(call.arrives) if call else "",
        "begins": clock(call.begins) if call else "",
        "waits": round(call.begins - call.arrives) if call else 0,
        "departs": clock(call.departs) if call else "",
        "late": round(call.late) if call else 0,
        "km": call.metres / 1_000 if call else None,
    }


def _km(found: SeenRoute) -> float | None:
    courses = [trip.course for trip in found.trips if trip.stops]
    if not courses or any(course is None for course in courses):
        return None
    return sum(course.metres for course in courses if course is not None) / 1_000


def _used(route: Route) -> float:
    if route.begun_at is None:
        return 0.0
    return min((timezone.now() - route.begun_at).total_seconds(), float(route.seconds_allowed))


def _give(route: Route, form: GiveForm, by: User) -> None:
    chosen = form.chosen()
    people = {str(one.pk): one for one in User.objects.filter(pk__in=chosen.values())}
    if len(people) < len(chosen):
        raise WalkersMissing
    walkers = {number: people[key] for number, key in chosen.items()}
    version = form.cleaned_data["version"]
    give_route(route_id=route.pk, version=version, walkers=walkers, by=by, at=timezone.now())


def _given(form: Given) -> Given:
    # A form without its version comes from a page of long ago.
    if not form.is_valid():
        raise Stale
    return form


def _changed(request: HttpRequest, route_id: UUID) -> HttpResponse:
    if "HX-Request" not in request.headers:
        return redirect("planning:route", route_id)
    return render(request, "planning/part_route_board.html", _board(request, seen(request, route_id)))
