"""What is worth a look in this season, and where."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from community.queries.care import running_calls, sites_of
from people.models import Role
from people.permissions import has_role


@require_safe
def season_page(request: HttpRequest) -> HttpResponse:
    """Show the running calls, each with some sites as the viewer may know them."""
    calls = [
        {"call": call, "sites": list(sites_of(call, request.user))} for call in running_calls(timezone.localdate())
    ]
    context = {"calls": calls, "is_volunteer": has_role(request.user, Role.VOLUNTEER)}
    return render(request, "community/season.html", context)
