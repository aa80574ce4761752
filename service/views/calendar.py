"""A volunteer's shifts, as a calendar app reads them under the person's secret address (`people.views.calendars`)."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from core.errors import NotFound
from people.queries.calendars import person_of_calendar
from service.permissions import can_take_part
from service.queries.applications import shifts_in_calendar
from service.serializers import KEPT, calendar_of


@never_cache
@require_GET
def calendar(_request: HttpRequest, secret: str) -> HttpResponse:
    """Give the shifts of whose secret this is, to a calendar app that cannot sign in."""
    person = person_of_calendar(secret)
    if person is None or not can_take_part(person):
        raise NotFound
    answer = HttpResponse(
        calendar_of(shifts_in_calendar(person, since=timezone.now() - KEPT)),
        content_type="text/calendar; charset=utf-8",
    )
    answer["Content-Disposition"] = 'attachment; filename="activities.ics"'
    return answer
