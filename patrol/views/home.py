"""The front door: leads each person to what they do next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from patrol.context import home_of


def home(request: HttpRequest) -> HttpResponse:
    """Send everybody to their own home page."""
    return redirect(home_of(request.user))
