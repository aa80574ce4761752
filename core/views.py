"""Pages that belong to no subject: health, a refused form, what a refusal means, and the style guide."""

import re
from http import HTTPStatus

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.demo import specimens
from core.errors import FormExpired, NotFound, problem_kind


def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is missing or old."""
    return render(request, "core/problem.html", {"problem": FormExpired()}, status=403)


def problem(request: HttpRequest, code: str) -> HttpResponse:
    """Explain a refusal by its code: the `type` of a problem document (RFC 9457) leads here."""
    kind = problem_kind(code)
    if kind is None:
        raise NotFound
    sentence = re.sub(r"\{\w+\}", "…", str(kind.sentence))
    context = {"code": code, "sentence": sentence, "status": kind.status, "phrase": HTTPStatus(kind.status).phrase}
    return render(request, "core/problem_kind.html", context)


def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component of the design system."""
    return render(request, "core/styleguide.html", specimens(request.GET.get("page", "3")))
