"""A volunteer's visits for other programs: calendar and GPX."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from core.errors import NotAllowed, NotFound
from patrol.models import Assignment
from patrol.permissions import can_go_out
from patrol.queries.assignments import own_assignments
from patrol.queries.pack import in_walking_order, pack_visits
from patrol.serializers.visit_files import calendar_of, gpx_of
from people.models import User
from people.permissions import signed_in
from people.queries.calendars import calendar_key_of, person_of_calendar


@login_required
@never_cache
@require_GET
def visits_ics(request: HttpRequest) -> HttpResponse:
    """Give the person's open visits as a calendar file."""
    return _calendar(_walker(request))


@never_cache
@require_GET
def calendar(_request: HttpRequest, secret: str) -> HttpResponse:
    """Give the visits of whose secret this is, to a calendar app that cannot sign in."""
    person = person_of_calendar(secret)
    if person is None or not can_go_out(person):
        raise NotFound
    return _calendar(person)


@login_required
@never_cache
@require_GET
def visits_gpx(request: HttpRequest) -> HttpResponse:
    """Give the targets in walking order for another device."""
    person = _walker(request)
    ordered = in_walking_order(person, pack_visits(person, on=timezone.localdate()))
    answer = HttpResponse(gpx_of(ordered), content_type="application/gpx+xml; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="visits.gpx"'
    return answer


@login_required
@never_cache
@require_GET
def calendar_key(request: HttpRequest) -> HttpResponse:
    """Offer the visits to other programs, and say whether a calendar app may read them."""
    return render(request, "patrol/field/calendar.html", {"key": calendar_key_of(_walker(request))})


def _calendar(person: User) -> HttpResponse:
    visits = own_assignments(person, Assignment.Status.OPEN)
    answer = HttpResponse(calendar_of(visits), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="visits.ics"'
    return answer


def _walker(request: HttpRequest) -> User:
    person = signed_in(request)
    if not can_go_out(person):
        raise NotAllowed
    return person
