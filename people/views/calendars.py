"""A person's calendars: the secret addresses under which an app reads them."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from core.calendars import feeds_for
from core.errors import NotAllowed
from people.actions.calendars import make_calendar_key, revoke_calendar_key
from people.models import User
from people.permissions import signed_in
from people.queries.calendars import calendar_key_of


@login_required
@never_cache
@require_GET
def calendars(request: HttpRequest) -> HttpResponse:
    """Say whether calendar apps may read, and what."""
    return _page(request, _reader(request))


@login_required
@never_cache
@require_POST
def make_key(request: HttpRequest) -> HttpResponse:
    """Make new addresses and show them, this once."""
    person = _reader(request)
    return _page(request, person, make_calendar_key(by=person, at=timezone.now()))


@login_required
@require_POST
def revoke_key(request: HttpRequest) -> HttpResponse:
    """End the addresses."""
    revoke_calendar_key(by=_reader(request), at=timezone.now())
    return redirect("people:calendars")


def _page(request: HttpRequest, person: User, secret: str = "") -> HttpResponse:
    feeds = [
        {"label": feed.label, "text": feed.text, **_addresses(feed.url_name, secret)} for feed in feeds_for(person)
    ]
    context = {"key": calendar_key_of(person), "feeds": feeds, "is_new": bool(secret)}
    return render(request, "people/calendars.html", context)


def _addresses(url_name: str, secret: str) -> dict[str, str]:
    if not secret:
        return {"address": "", "webcal": ""}
    address = f"{settings.PUBLIC_URL}{reverse(url_name, args=[secret])}"
    return {"address": address, "webcal": f"webcal:{address.partition(':')[2]}"}


def _reader(request: HttpRequest) -> User:
    person = signed_in(request)
    if not feeds_for(person):
        raise NotAllowed
    return person
