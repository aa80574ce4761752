"""A volunteer's shifts in their own calendar: the secret address, and what a calendar app reads there."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from core.errors import NotAllowed, NotFound
from people.models import User
from people.permissions import signed_in
from service.actions.calendar import make_calendar_key, revoke_calendar_key
from service.permissions import can_take_part
from service.queries.applications import calendar_key_of, person_of_secret, shifts_in_calendar
from service.serializers import KEPT, calendar_of


@never_cache
@require_GET
def calendar(_request: HttpRequest, secret: str) -> HttpResponse:
    """Give the shifts of whose secret this is, to a calendar app that cannot sign in."""
    person = person_of_secret(secret)
    if person is None:
        raise NotFound
    answer = HttpResponse(
        calendar_of(shifts_in_calendar(person, since=timezone.now() - KEPT)),
        content_type="text/calendar; charset=utf-8",
    )
    answer["Content-Disposition"] = 'attachment; filename="activities.ics"'
    return answer


@login_required
@never_cache
@require_GET
def calendar_key(request: HttpRequest) -> HttpResponse:
    """Say whether a calendar app may read the shifts, and offer to let it."""
    return render(request, "service/calendar.html", {"key": calendar_key_of(_participant(request)), "address": ""})


@login_required
@never_cache
@require_POST
def make_key(request: HttpRequest) -> HttpResponse:
    """Make a new address and show it, this once."""
    person = _participant(request)
    secret = make_calendar_key(by=person, at=timezone.now())
    address = f"{settings.PUBLIC_URL}{reverse('service:calendar', args=[secret])}"
    context = {"key": calendar_key_of(person), "address": address, "webcal": f"webcal:{address.partition(':')[2]}"}
    return render(request, "service/calendar.html", context)


@login_required
@require_POST
def revoke_key(request: HttpRequest) -> HttpResponse:
    """End the address."""
    revoke_calendar_key(by=_participant(request), at=timezone.now())
    return redirect("service:calendar_key")


def _participant(request: HttpRequest) -> User:
    person = signed_in(request)
    if not can_take_part(person):
        raise NotAllowed
    return person
