"""Pages that belong to no subject: health, a refused form, and the style guide."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.demo import specimens
from core.errors import FormExpired


def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is missing or old."""
    return render(request, "core/problem.html", {"problem": FormExpired()}, status=403)


def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component of the design system."""
    return render(request, "core/styleguide.html", specimens(request.GET.get("page", "3")))
