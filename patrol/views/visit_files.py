"""A volunteer's visits for other programs: calendar, GPX, and the secret address a calendar app subscribes to."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from core.errors import NotAllowed, NotFound
from patrol.actions.calendar import make_calendar_key, revoke_calendar_key
from patrol.models import Assignment
from patrol.permissions import can_go_out
from patrol.queries.assignments import own_assignments
from patrol.queries.calendar import calendar_key_of, person_of_secret
from patrol.queries.pack import in_walking_order, pack_visits
from patrol.serializers.visit_files import calendar_of, gpx_of
from people.models import User
from people.permissions import signed_in


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
    person = person_of_secret(secret)
    if person is None:
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
    """Say whether a calendar app may read the visits, and offer to let it."""
    return render(request, "patrol/field/calendar.html", {"key": calendar_key_of(_walker(request))})


@login_required
@never_cache
@require_POST
def make_key(request: HttpRequest) -> HttpResponse:
    """Make a new address and show it, this once."""
    person = _walker(request)
    secret = make_calendar_key(by=person, at=timezone.now())
    address = f"{settings.PUBLIC_URL}{reverse('patrol:calendar', args=[secret])}"
    context = {"key": calendar_key_of(person), "address": address, "webcal": f"webcal:{address.partition(':')[2]}"}
    return render(request, "patrol/field/calendar.html", context)


@login_required
@require_POST
def revoke_key(request: HttpRequest) -> HttpResponse:
    """End the address."""
    revoke_calendar_key(by=_walker(request), at=timezone.now())
    return redirect("patrol:calendar_key")


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
