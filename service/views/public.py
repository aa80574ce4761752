"""What everybody sees: the list of activities that look for people, and one of them."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.errors import NotFound
from people.permissions import Person
from service.forms import FilterForm
from service.logic.states import OPEN, SHOWN
from service.models import Activity, ActivityKind, Application, FollowUp, Shift
from service.permissions import can_handle_activity, can_organise, can_take_part
from service.queries.activities import open_activities, shifts_for, stars_of
from sites.models import District

ROWS = 12


@require_safe
def activities(request: HttpRequest) -> HttpResponse:
    """Show what looks for people, filtered by the address."""
    at, form = timezone.now(), FilterForm(request.GET)
    page = Paginator(open_activities(at=at, **form.wanted), ROWS).get_page(request.GET.get("page"))
    counties = District.objects.filter(kind=District.Kind.COUNTY, pk__in=_districts()).order_by("pk").defer("geom")
    context = {
        "page": page,
        "rows": list(page),
        "kinds": ActivityKind.objects.order_by("rank"),
        "districts": counties,
        "asked": {name: request.GET.get(name, "") for name in ("kind", "district", "day")},
        "is_near": form.wanted["near"] is not None,
        "is_filtered": any(form.wanted.values()),
        "takes_part": can_take_part(request.user),
        "organises": can_organise(request.user),
    }
    return render(request, "service/activities.html", context)


@require_safe
def activity(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """Show one activity with its shifts and what came of it."""
    found = shown_activity(request.user, activity_id)
    now = timezone.now()
    takes_part = can_take_part(request.user)
    is_open = found.state in OPEN
    rows = [
        {
            "shift": shift,
            "own": next(iter(_own(shift)), None),
            "may_ask": takes_part and is_open and shift.starts_at > now and _may_ask(shift),
        }
        for shift in shifts_for(request.user, found)
    ]
    context = {
        "activity": found,
        "rows": rows,
        "now": now,
        "is_open": is_open,
        "takes_part": takes_part,
        "handles": can_handle_activity(request.user, found),
        "needed": list(found.skills_required.all()),
        "wished": list(found.skills_wished.all()),
        "follow_up": FollowUp.objects.filter(activity=found).first(),
        **stars_of(found),
    }
    return render(request, "service/activity.html", context)


def shown_activity(person: Person, activity_id: UUID) -> Activity:
    """Return the activity if the person may know of it: published for everybody, a draft for its organisers."""
    related = ("kind", "organisation", "district", "site", "service_point")
    shapes = ("district__geom", "site__geom", "site__shown_geom", "service_point__geom")
    found = Activity.objects.select_related(*related).defer(*shapes).filter(pk=activity_id).first()
    if found is None or not (found.state in SHOWN or _knows(person, found)):
        raise NotFound
    return found


def _knows(person: Person, activity: Activity) -> bool:
    """Who had a place in what was called off still reads why."""
    if can_handle_activity(person, activity):
        return True
    is_known = person.is_authenticated and activity.state == "cancelled"
    return is_known and activity.shifts.filter(applications__volunteer=person.pk).exists()


def _may_ask(shift: Shift) -> bool:
    return all(one.state == "cancelled" for one in _own(shift))


def _own(shift: Shift) -> list[Application]:
    return shift.own  # type: ignore[attr-defined,no-any-return]


def _districts() -> QuerySet[Activity, Any]:
    return Activity.objects.filter(state__in=OPEN).values("district")
