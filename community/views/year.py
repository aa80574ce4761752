"""A person's year: theirs to read, theirs to share by a link, and what others read who hold it."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from community.actions.care import share_year, stop_sharing_year
from community.forms import ShareForm
from community.queries.care import running_share, shared_year, year_of
from core.errors import NotFound
from people.models import User
from people.permissions import signed_in

FIRST_YEAR = 2000


@login_required
@never_cache
@require_GET
def year_page(request: HttpRequest, year: int) -> HttpResponse:
    """Show the person their year, and let them share it."""
    person = signed_in(request)
    today = _checked(year)
    running = running_share(person, year)
    context = {
        **_told(person, year, today),
        "share": running,
        "address": _address(running.token) if running else "",
        "form": ShareForm(),
        "earlier": year - 1,
        "later": year + 1 if year < today.year else None,
    }
    return render(request, "community/year.html", context)


@login_required
@require_POST
def share(request: HttpRequest, year: int) -> HttpResponse:
    """Make the link."""
    _checked(year)
    form = ShareForm(request.POST)
    form.is_valid()
    share_year(year=year, shows_name=form.cleaned_data["shows_name"], by=signed_in(request), at=timezone.now())
    messages.success(request, _("Whoever holds the link can read this page now. You can end it at any time."))
    return redirect("community:year", year)


@login_required
@require_POST
def stop(request: HttpRequest, year: int) -> HttpResponse:
    """End the link."""
    stop_sharing_year(year=year, by=signed_in(request), at=timezone.now())
    messages.success(request, _("The link leads nowhere now."))
    return redirect("community:year", year)


@never_cache
@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """Show a shared year to whoever holds its link; no place, and the name only by consent."""
    found = shared_year(token)
    if found is None:
        raise NotFound
    context = {
        **_told(found.user, found.year, timezone.localdate()),
        "name": found.user.name if found.shows_name else "",
    }
    answer = render(request, "community/shared_year.html", context)
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _told(person: User, year: int, today: date) -> dict[str, Any]:
    told = year_of(person, year, today=today)
    months = [{"number": number, "days": days} for number, days in enumerate(told.months, 1)]
    return {"told": told, "months": months, "year": year}


def _checked(year: int) -> date:
    today = timezone.localdate()
    if not FIRST_YEAR <= year <= today.year:
        raise NotFound
    return today


def _address(token: str) -> str:
    return settings.PUBLIC_URL + reverse("community:shared_year", args=[token])
